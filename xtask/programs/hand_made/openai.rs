use async_openai::{
    Client,
    config::{Config, OpenAIConfig},
    error::WrappedError,
    types::{
        chat::{
            ChatCompletionMessageToolCalls, ChatCompletionRequestSystemMessage,
            ChatCompletionRequestUserMessage, ChatCompletionTool, ChatCompletionToolChoiceOption,
            CreateChatCompletionRequestArgs, FunctionObjectArgs, ToolChoiceOptions,
        },
        embeddings::CreateEmbeddingRequestArgs,
        files::{CreateFileRequestArgs, FileInput, FilePurpose},
    },
};
use futures::TryStreamExt;
use reqwest::{StatusCode, header::RETRY_AFTER};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::new()).await
}

async fn run(client: Client<OpenAIConfig>) -> Result<(), Box<dyn std::error::Error>> {
    // 1. A chat completion
    let request = CreateChatCompletionRequestArgs::default()
        .model("gpt-5-mini")
        .messages([
            ChatCompletionRequestSystemMessage::from("You are terse.").into(),
            ChatCompletionRequestUserMessage::from("Name three rivers.").into(),
        ])
        .max_completion_tokens(200u32)
        .temperature(0.2f32)
        .build()?;
    let response = client.chat().create(request.clone()).await?;
    if let Some(text) = &response.choices[0].message.content {
        println!("{text}");
    }

    // 2. The same conversation streamed
    let mut stream = client.chat().create_stream(request).await?;
    while let Some(chunk) = stream.try_next().await? {
        for choice in chunk.choices {
            if let Some(text) = choice.delta.content {
                println!("{text}");
            }
        }
    }

    // 3. Embeddings of two texts
    let request = CreateEmbeddingRequestArgs::default()
        .model("text-embedding-3-small")
        .input(["red", "green"])
        .build()?;
    for item in client.embeddings().create(request).await?.data {
        println!("{}", item.embedding.len());
    }

    // 4. Upload a file for fine-tuning
    let request = CreateFileRequestArgs::default()
        .file(FileInput::from_vec_u8(
            "training.jsonl".into(),
            b"{}\n".to_vec(),
        ))
        .purpose(FilePurpose::FineTune)
        .build()?;
    println!("{}", client.files().create(request).await?.id);

    // 5. A chat completion with a function tool
    let request = CreateChatCompletionRequestArgs::default()
        .model("gpt-5-mini")
        .messages(ChatCompletionRequestUserMessage::from(
            "What is the weather in Oslo?",
        ))
        .tools(ChatCompletionTool {
            function: FunctionObjectArgs::default()
                .name("get_weather")
                .parameters(json!({
                    "type": "object",
                    "properties": { "city": { "type": "string" } },
                    "required": ["city"],
                }))
                .build()?,
        })
        .tool_choice(ChatCompletionToolChoiceOption::Mode(
            ToolChoiceOptions::Required,
        ))
        .build()?;
    let response = client.chat().create(request).await?;
    if let Some([ChatCompletionMessageToolCalls::Function(call), ..]) =
        response.choices[0].message.tool_calls.as_deref()
    {
        println!("{} {}", call.function.name, call.function.arguments);
    }

    // 6. The models owned by OpenAI
    for model in client.models().list().await?.data {
        if model.owned_by == "openai" {
            println!("{}", model.id);
        }
    }

    // 7. A model that may not exist (a raw request, as the crate's errors have no Retry-After)
    let response = reqwest::Client::new()
        .get(client.config().url("/models/gpt-none"))
        .headers(client.config().headers())
        .send()
        .await?;
    match response.status() {
        StatusCode::NOT_FOUND => {
            let error = response.json::<WrappedError>().await?.error;
            println!("{}: {}", error.code.unwrap_or_default(), error.message);
        }
        StatusCode::TOO_MANY_REQUESTS => {
            let wait = response
                .headers()
                .get(RETRY_AFTER)
                .ok_or("no Retry-After")?;
            println!("wait {} seconds", wait.to_str()?);
        }
        _ => {
            response.error_for_status()?;
        }
    }
    Ok(())
}
