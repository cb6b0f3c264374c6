use sdk::models::{
    CreateContentAttributes, CreateContentAttributesParent, FileSharedLink, Item,
};
use sdk::{Client, FileUpload};

const FOLDER: &str = "0";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::from_env()?).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let files = client.files();

    // 1. Upload a file, unless there is one with that name.
    let attributes =
        CreateContentAttributes::new("report.txt", CreateContentAttributesParent::new(FOLDER));
    let upload = FileUpload::new(b"hello").name("report.txt");
    let uploaded = match files.content().create(attributes, upload).await {
        Err(error) if error.is_conflict() => {
            println!("{}", error.message());
            return Ok(());
        }
        result => result?,
    };
    let mut entries = uploaded.entries.unwrap_or_default().into_iter();
    let file = entries.next().ok_or("no file was uploaded")?;
    println!("{}", file.id);

    // 2. List all items of the folder.
    let mut items = client.folders().items().list(FOLDER).items();
    while let Some(item) = items.try_next().await? {
        let kind = match item {
            Item::File(_) => "file",
            Item::Folder(_) => "folder",
            _ => "web_link",
        };
        println!("{} {kind}", item.name().unwrap_or_default());
    }

    // 3. Download the file.
    let content = files.content().retrieve(&file.id).await?;
    println!("{} bytes", content.len());

    // 4. Give it a shared link.
    let open = FileSharedLink::new().access("open");
    let shared = files.update(&file.id).shared_link(open).await?;
    if let Some(link) = shared.shared_link {
        println!("{}", link.url);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sdk::testing::{MockReply, MockTransport};
    use serde_json::{Value, json};

    use super::*;

    fn client(mock: &MockTransport) -> Result<Client, sdk::Error> {
        Client::builder().transport(mock.clone()).build()
    }

    #[tokio::test]
    async fn sends_every_request() -> Result<(), Box<dyn std::error::Error>> {
        let file = json!({ "id": "12", "type": "file", "name": "report.txt" });
        let page = |offset: usize, item: Value| json!({ "total_count": 2, "offset": offset, "limit": 1, "entries": [item] });
        let link = json!({
            "url": "https://app.box.com/s/1", "access": "open", "effective_access": "open",
            "effective_permission": "can_download", "is_password_enabled": false, "download_count": 0,
            "preview_count": 0,
        });
        let mock = MockTransport::new();
        mock.enqueue(MockReply::new(201).json(json!({ "total_count": 1, "entries": [file] })));
        mock.enqueue(MockReply::new(200).json(page(0, file.clone())));
        mock.enqueue(MockReply::new(200).json(page(
            1,
            json!({ "id": "13", "type": "folder", "name": "old" }),
        )));
        mock.enqueue(MockReply::new(200).body("hello"));
        mock.enqueue(
            MockReply::new(200).json(json!({ "id": "12", "type": "file", "shared_link": link })),
        );
        run(client(&mock)?).await?;

        let requests = mock.requests();
        let sent: Vec<_> = requests
            .iter()
            .map(|r| format!("{} {}", r.method.as_str(), r.path()))
            .collect();
        assert_eq!(
            sent,
            [
                "POST /api/2.0/files/content",
                "GET /2.0/folders/0/items",
                "GET /2.0/folders/0/items",
                "GET /2.0/files/12/content",
                "PUT /2.0/files/12",
            ]
        );
        let form = String::from_utf8_lossy(&requests[0].body);
        for part in [
            "filename=\"report.txt\"",
            "hello",
            "{\"name\":\"report.txt\",\"parent\":{\"id\":\"0\"}}",
        ] {
            assert!(form.contains(part), "{part}");
        }
        let query = requests[2].query();
        assert!(
            query
                .iter()
                .any(|(key, value)| key == "offset" && value == "1")
        );
        let body: Value = serde_json::from_slice(&requests[4].body)?;
        assert_eq!(body, json!({ "shared_link": { "access": "open" } }));

        let mock = MockTransport::new();
        let conflict = json!({ "type": "error", "status": 409, "code": "item_name_in_use", "message": "In use" });
        mock.enqueue(MockReply::new(409).json(conflict));
        run(client(&mock)?).await?;
        assert_eq!(mock.requests().len(), 1);
        Ok(())
    }
}
