use sdk::models::{
    ChatCompletionMessageToolCallsItem, ChatCompletionRequestMessage,
    ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage, ChatCompletionTool,
    FunctionObject,
};
use sdk::{Client, FileUpload};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::from_env()?).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let completions = client.chat().completions();

    // 1. A chat completion.
    let terse = ChatCompletionRequestSystemMessage::new("You are terse.");
    let rivers = ChatCompletionRequestUserMessage::new("Name three rivers.");
    let messages = [ChatCompletionRequestMessage::from(terse), rivers.into()];
    let request = completions
        .create(messages, "gpt-5-mini")
        .max_completion_tokens(200)
        .temperature(0.2);
    let completion = request.clone().await?;
    for choice in completion.choices {
        println!("{}", choice.message.content.unwrap_or_default());
    }

    // 2. The same, streamed.
    let mut chunks = request.send_events().await?;
    while let Some(chunk) = chunks.try_next().await? {
        for choice in chunk.choices {
            if let Some(text) = choice.delta.content {
                println!("{text}");
            }
        }
    }

    // 3. Embeddings.
    let embeddings = client
        .embeddings()
        .create(["red", "green"], "text-embedding-3-small")
        .await?;
    for item in embeddings.data {
        println!("{}", item.embedding.len());
    }

    // 4. Upload a file.
    let upload = FileUpload::new(b"{}\n").name("training.jsonl");
    let file = client.files().create(upload, "fine-tune").await?;
    println!("{}", file.id);

    // 5. A chat completion with a function tool.
    let question = ChatCompletionRequestUserMessage::new("How is the weather in Paris?");
    let get_weather = FunctionObject::new("get_weather").parameters(json!({
        "type": "object",
        "properties": { "city": { "type": "string" } },
        "required": ["city"],
    }));
    let completion = completions
        .create([question], "gpt-5-mini")
        .tools([ChatCompletionTool::new(get_weather)])
        .tool_choice("required")
        .await?;
    if let Some(choice) = completion.choices.first()
        && let Some(calls) = &choice.message.tool_calls
        && let Some(ChatCompletionMessageToolCallsItem::Function(call)) = calls.first()
    {
        println!("{} {}", call.function.name, call.function.arguments);
    }

    // 6. List the models of OpenAI.
    for model in client.models().list().await?.data {
        if model.owned_by == "openai" {
            println!("{}", model.id);
        }
    }

    // 7. Retrieve a model that may not exist.
    match client.models().retrieve("gpt-none").await {
        Ok(model) => println!("{}", model.id),
        Err(error) if error.is_not_found() => {
            println!("{:?} {}", error.code(), error.message());
        }
        Err(error) if error.is_rate_limited() => println!("{:?}", error.retry_after()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sdk::models::{CreateChatCompletionResponse, OpenAiFile};
    use sdk::testing::{MockReply, MockTransport};
    use serde_json::Value;

    use super::*;

    #[tokio::test]
    async fn sends_every_request() -> Result<(), Box<dyn std::error::Error>> {
        let chunk = |text: &str| {
            let choice = json!({ "index": 0, "delta": { "content": text }, "finish_reason": null });
            let chunk = json!({
                "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "gpt-5-mini", "choices": [choice],
            });
            format!("data: {chunk}\n\n")
        };
        let embedding = |index: usize| json!({ "object": "embedding", "index": index, "embedding": [0.5, 0.25] });
        let call = json!({
            "id": "call_1", "type": "function", "function": { "name": "get_weather", "arguments": "{\"city\":\"Paris\"}" },
        });
        let message =
            json!({ "role": "assistant", "content": null, "refusal": null, "tool_calls": [call] });
        let model = |id: &str, owner: &str| json!({ "id": id, "object": "model", "created": 1, "owned_by": owner });
        let not_found = json!({ "error": {
            "message": "No such model", "type": "invalid_request_error", "param": "model", "code": "model_not_found",
        } });
        let mock = MockTransport::new();
        let reply = |body: Value| mock.enqueue(MockReply::new(200).json(body));
        reply(json!(CreateChatCompletionResponse::sample()));
        mock.enqueue(
            MockReply::new(200)
                .header("content-type", "text/event-stream")
                .body(format!(
                    "{}{}data: [DONE]\n\n",
                    chunk("Rhine, "),
                    chunk("Elbe")
                )),
        );
        reply(json!({
            "object": "list", "data": [embedding(0), embedding(1)], "model": "text-embedding-3-small",
            "usage": { "prompt_tokens": 2, "total_tokens": 2 },
        }));
        reply(json!(OpenAiFile::sample()));
        reply(json!({
            "id": "c", "object": "chat.completion", "created": 1, "model": "gpt-5-mini",
            "choices": [{ "index": 0, "message": message, "finish_reason": "tool_calls", "logprobs": null }],
        }));
        reply(json!({ "object": "list", "data": [model("gpt-5", "openai"), model("mine", "me")] }));
        mock.enqueue(MockReply::new(404).json(not_found));
        let client = Client::builder()
            .base_url("https://example.com")
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
                "POST /chat/completions",
                "POST /chat/completions",
                "POST /embeddings",
                "POST /files",
                "POST /chat/completions",
                "GET /models",
                "GET /models/gpt-none",
            ]
        );
        let body = |index: usize| serde_json::from_slice::<Value>(&requests[index].body);
        let mut rivers = json!({
            "messages": [
                { "role": "system", "content": "You are terse." },
                { "role": "user", "content": "Name three rivers." },
            ],
            "model": "gpt-5-mini", "max_completion_tokens": 200, "temperature": 0.2,
        });
        assert_eq!(body(0)?, rivers);
        rivers["stream"] = json!(true);
        assert_eq!(body(1)?, rivers);
        assert_eq!(
            body(2)?,
            json!({ "input": ["red", "green"], "model": "text-embedding-3-small" })
        );
        let form = String::from_utf8_lossy(&requests[3].body);
        for part in ["filename=\"training.jsonl\"", "{}\n", "fine-tune"] {
            assert!(form.contains(part), "{part}");
        }
        let schema = json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] });
        let function = json!({ "name": "get_weather", "parameters": schema });
        assert_eq!(
            body(4)?["tools"],
            json!([{ "type": "function", "function": function }])
        );
        assert_eq!(body(4)?["tool_choice"], "required");
        Ok(())
    }
}
