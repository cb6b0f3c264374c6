use futures_util::TryStreamExt;
use stripe::{ApiErrorsType, Client, IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use stripe_billing::{InvoiceStatus, invoice::ListInvoice};
use stripe_checkout::{
    CheckoutSessionMode,
    checkout_session::{
        CreateCheckoutSession, CreateCheckoutSessionLineItems,
        CreateCheckoutSessionLineItemsPriceData, ProductData,
    },
};
use stripe_core::{
    customer::{CreateCustomer, UpdateCustomer},
    payment_intent::CreatePaymentIntent,
    refund::{CreateRefund, CreateRefundReason},
};
use stripe_types::Currency;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::new(std::env::var("STRIPE_SECRET_KEY")?)).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    // 1. Create a customer
    let customer = CreateCustomer::new()
        .email("jo@example.com")
        .name("Jo")
        .metadata([("plan".into(), "gold".into()), ("seat".into(), "4".into())])
        .send(&client)
        .await?;
    println!("{}", customer.id);

    // 2. Create a checkout session with an inline price
    let line_item = CreateCheckoutSessionLineItems {
        price_data: Some(CreateCheckoutSessionLineItemsPriceData {
            unit_amount: Some(1500),
            product_data: Some(ProductData::new("Mug")),
            ..CreateCheckoutSessionLineItemsPriceData::new(Currency::USD)
        }),
        quantity: Some(2),
        ..Default::default()
    };
    let session = CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .customer(&customer.id)
        .line_items([line_item])
        .success_url("https://example.com/ok")
        .send(&client)
        .await?;
    if let Some(url) = session.url {
        println!("{url}");
    }

    // 3. All paid invoices of the customer
    let mut invoices = ListInvoice::new()
        .customer(&customer.id)
        .status(InvoiceStatus::Paid)
        .paginate()
        .stream(&client);
    while let Some(invoice) = invoices.try_next().await? {
        let id = invoice.id.as_deref().unwrap_or_default();
        println!("{id} {} {}", invoice.amount_paid, invoice.currency);
    }

    // 4. Update the customer, removing one metadata key and the name
    UpdateCustomer::new(&customer.id)
        .metadata([("plan".into(), "silver".into()), ("seat".into(), "".into())])
        .name("")
        .send(&client)
        .await?;

    // 5. Create and confirm a payment intent
    let intent = CreatePaymentIntent::new(2000, Currency::EUR)
        .payment_method("pm_card_visa")
        .confirm(true);
    match intent.send(&client).await {
        Ok(_) => {}
        Err(StripeError::Stripe(error, _)) if error.type_ == ApiErrorsType::CardError => {
            println!(
                "{:?} {:?} {:?}",
                error.code, error.decline_code, error.message
            );
        }
        Err(error) => return Err(error.into()),
    }

    // 6. Refund a part of a charge, with an idempotency key
    let key = IdempotencyKey::new("refund-1")?;
    let refund = CreateRefund::new()
        .charge("ch_1")
        .amount(500)
        .reason(CreateRefundReason::RequestedByCustomer)
        .customize()
        .request_strategy(RequestStrategy::Idempotent(key))
        .send(&client)
        .await?;
    println!("{}", refund.status.unwrap_or_default());
    Ok(())
}
