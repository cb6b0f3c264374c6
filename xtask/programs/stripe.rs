use sdk::models::{
    self, LineItemParams, PriceDataWithProductData, PriceDataWithProductDataDetails,
};
use sdk::{Client, RequestOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::from_env()?).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let customers = client.customers();
    let sessions = client.checkout().sessions();

    // 1. Create a customer.
    let customer = customers
        .create()
        .email("jo@example.com")
        .name("Jo")
        .metadata([("plan", "gold"), ("seat", "4")])
        .await?;
    println!("{}", customer.id);

    // 2. Create a checkout session for it.
    let mug = PriceDataWithProductData::new("usd")
        .unit_amount(1500)
        .product_data(PriceDataWithProductDataDetails::new("Mug"));
    let session = sessions
        .create("https://example.com/ok")
        .mode("payment")
        .customer(&customer.id)
        .line_items([LineItemParams::new().price_data(mug).quantity(2)])
        .await?;
    if let Some(url) = session.url {
        println!("{url}");
    }

    // 3. List all of its paid invoices.
    let mut invoices = client
        .invoices()
        .list()
        .customer(&customer.id)
        .status("paid")
        .items();
    while let Some(invoice) = invoices.try_next().await? {
        let id = invoice.id.unwrap_or_default();
        println!("{id} {} {}", invoice.amount_paid, invoice.currency);
    }

    // 4. Update its metadata, and remove its name.
    customers
        .update(&customer.id)
        .metadata([("plan", "silver"), ("seat", "")])
        .name("")
        .await?;

    // 5. Create and confirm a payment intent.
    let intent = client
        .payment_intents()
        .create(2000, "eur")
        .payment_method("pm_card_visa")
        .confirm(true);
    if let Err(error) = intent.await {
        match error.body_as::<models::Error>() {
            Some(body) if body.error.code.as_deref() == Some("card_declined") => {
                let declined = body.error;
                println!(
                    "{:?} {:?} {:?}",
                    declined.code, declined.decline_code, declined.message
                );
            }
            _ => return Err(error.into()),
        }
    }

    // 6. Refund a charge.
    let refund = client
        .refunds()
        .create()
        .charge("ch_1")
        .amount(500)
        .reason("requested_by_customer")
        .options(RequestOptions::new().idempotency_key("refund-1"))
        .await?;
    println!("{}", refund.status.unwrap_or_default());
    Ok(())
}

#[cfg(test)]
mod tests {
    use sdk::models::{CheckoutSession, Customer, Invoice, Refund};
    use sdk::testing::{MockReply, MockTransport};
    use serde_json::{Value, json};

    use super::*;

    #[tokio::test]
    async fn sends_every_request() -> Result<(), Box<dyn std::error::Error>> {
        let mut customer = Customer::sample();
        customer.id = "cus_1".into();
        let mut invoice = Invoice::sample();
        invoice.id = Some("in_1".into());
        let page = |more: bool| json!({ "object": "list", "data": [invoice], "has_more": more, "url": "/v1/invoices" });
        let declined = json!({ "error": {
            "type": "card_error", "code": "card_declined", "decline_code": "lost_card", "message": "No.",
        } });
        let mock = MockTransport::new();
        let reply = |status: u16, body: Value| mock.enqueue(MockReply::new(status).json(body));
        reply(200, json!(customer));
        reply(200, json!(CheckoutSession::sample()));
        reply(200, page(true));
        reply(200, page(false));
        reply(200, json!(customer));
        reply(402, declined);
        reply(200, json!(Refund::sample()));
        let client = Client::builder()
            .base_url("https://example.com")
            .bearer_token("t")
            .transport(mock.clone())
            .build()?;
        run(client).await?;

        let requests = mock.requests();
        let sent: Vec<_> = requests
            .iter()
            .map(|r| format!("{} {}", r.method.as_str(), r.path()))
            .collect();
        assert_eq!(
            sent,
            [
                "POST /v1/customers",
                "POST /v1/checkout/sessions",
                "GET /v1/invoices",
                "GET /v1/invoices",
                "POST /v1/customers/cus_1",
                "POST /v1/payment_intents",
                "POST /v1/refunds",
            ]
        );
        let body = |index: usize| {
            String::from_utf8_lossy(&requests[index].body)
                .replace("%5B", "[")
                .replace("%5D", "]")
        };
        assert_eq!(
            body(0),
            "email=jo%40example.com&name=Jo&metadata[plan]=gold&metadata[seat]=4"
        );
        for part in [
            "success_url=https%3A%2F%2Fexample.com%2Fok",
            "mode=payment",
            "customer=cus_1",
            "line_items[0][price_data][currency]=usd",
            "line_items[0][price_data][product_data][name]=Mug",
            "line_items[0][price_data][unit_amount]=1500",
            "line_items[0][quantity]=2",
        ] {
            assert!(body(1).split('&').any(|sent| sent == part), "{part}");
        }
        let query = |index: usize, name: &str| {
            requests[index]
                .query()
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
        };
        assert_eq!(query(2, "customer").as_deref(), Some("cus_1"));
        assert_eq!(query(2, "status").as_deref(), Some("paid"));
        assert_eq!(query(3, "starting_after").as_deref(), Some("in_1"));
        assert_eq!(body(4), "metadata[plan]=silver&metadata[seat]=&name=");
        assert_eq!(
            body(5),
            "amount=2000&currency=eur&payment_method=pm_card_visa&confirm=true"
        );
        assert_eq!(
            body(6),
            "charge=ch_1&amount=500&reason=requested_by_customer"
        );
        assert_eq!(
            requests[6]
                .headers
                .get("idempotency-key")
                .map(|value| value.as_bytes()),
            Some(&b"refund-1"[..])
        );
        Ok(())
    }
}
