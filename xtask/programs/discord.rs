use sdk::Client;
use sdk::models::RichEmbed;

const CHANNEL: &str = "1";
const GUILD: &str = "2";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::from_env()?).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let messages = client.channels().messages();
    let members = client.guilds().members();

    // 1. Send a message with an embed.
    let embed = RichEmbed::new()
        .title("v1.2")
        .description("All green")
        .color(0x00ff00);
    let message = messages
        .create(CHANNEL)
        .content("Deployed")
        .embeds([embed])
        .await?;
    println!("{}", message.id);

    // 2. React to it.
    messages
        .reactions()
        .me()
        .update(CHANNEL, &message.id, "👍")
        .await?;

    // 3. List all members of the guild.
    let mut after = 0;
    loop {
        let page = members.list(GUILD).limit(1000).after(after).await?;
        for member in &page {
            println!("{}", member.user.username);
        }
        let Some(last) = page.last() else { break };
        after = last.user.id.parse()?;
    }

    // 4. Create a role and give it to a user.
    let role = client
        .guilds()
        .roles()
        .create(GUILD)
        .name("ops")
        .mentionable(true)
        .await?;
    members.roles().update(GUILD, "3", &role.id).await?;

    // 5. Edit the message.
    match messages
        .update(CHANNEL, &message.id)
        .content("Rolled back")
        .await
    {
        Ok(_) => {}
        Err(error) if error.is_not_found() => println!("the message is gone"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sdk::models::{GuildMemberResponse, GuildRoleResponse, UserResponse};
    use sdk::testing::{MockReply, MockTransport};
    use serde_json::{Value, json};

    use super::*;

    #[tokio::test]
    async fn sends_every_request() -> Result<(), Box<dyn std::error::Error>> {
        let message = json!({
            "id": "10", "channel_id": "1", "type": 0, "content": "Deployed", "author": UserResponse::sample(),
            "timestamp": "2026-01-02T03:04:05Z", "edited_timestamp": null, "flags": 0, "mentions": [],
            "mention_roles": [], "attachments": [], "embeds": [], "components": [], "pinned": false,
            "mention_everyone": false, "tts": false,
        });
        let mut member = GuildMemberResponse::sample();
        member.user.id = "20".into();
        let mut role = GuildRoleResponse::sample();
        role.id = "30".into();
        let mock = MockTransport::new();
        let reply = |body: Value| mock.enqueue(MockReply::new(200).json(body));
        reply(message);
        mock.enqueue(MockReply::new(204));
        reply(json!([member]));
        reply(json!([]));
        reply(json!(role));
        mock.enqueue(MockReply::new(204));
        mock.enqueue(
            MockReply::new(404).json(json!({ "code": 10008, "message": "Unknown Message" })),
        );
        let client = Client::builder()
            .base_url("https://example.com")
            .api_key("secret")
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
                "POST /channels/1/messages",
                "PUT /channels/1/messages/10/reactions/%F0%9F%91%8D/@me",
                "GET /guilds/2/members",
                "GET /guilds/2/members",
                "POST /guilds/2/roles",
                "PUT /guilds/2/members/3/roles/30",
                "PATCH /channels/1/messages/10",
            ]
        );
        let query = |index: usize, name: &str| {
            let query = requests[index].query();
            query
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.to_string())
        };
        assert_eq!(query(2, "limit").as_deref(), Some("1000"));
        assert_eq!(query(3, "after").as_deref(), Some("20"));
        let body = |index: usize| serde_json::from_slice::<Value>(&requests[index].body);
        let embed = json!({ "title": "v1.2", "description": "All green", "color": 0x00ff00 });
        assert_eq!(
            body(0)?,
            json!({ "content": "Deployed", "embeds": [embed] })
        );
        assert_eq!(body(4)?, json!({ "name": "ops", "mentionable": true }));
        assert_eq!(body(6)?, json!({ "content": "Rolled back" }));
        let token = requests[0]
            .headers
            .get("authorization")
            .map(|value| value.as_bytes());
        assert_eq!(token, Some(&b"Bot secret"[..]));
        Ok(())
    }
}
