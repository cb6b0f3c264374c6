use sdk::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::from_env()?).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let (owner, repo) = ("octo", "hello");
    let issues = client.issues();

    // 1. List all open bugs, without the pull requests.
    let mut bugs = issues
        .list_for_repo(owner, repo)
        .labels("bug")
        .per_page(100)
        .items();
    while let Some(bug) = bugs.try_next().await? {
        if bug.pull_request.is_none() {
            println!("{} {}", bug.number, bug.title);
        }
    }

    // 2. Create an issue.
    let issue = issues
        .create(owner, repo, "It breaks")
        .body("Here is how")
        .labels(["bug", "help wanted"])
        .await?;
    println!("{} {}", issue.number, issue.html_url);

    // 3. Comment on it.
    issues
        .create_comment(owner, repo, issue.number, "Looking into it")
        .await?;

    // 4. Close it as completed.
    issues
        .update(owner, repo, issue.number)
        .state("closed")
        .state_reason("completed")
        .await?;

    // 5. List the last releases with their assets.
    let repos = client.repos();
    for release in repos.list_releases(owner, repo).per_page(5).await? {
        println!("{}", release.tag_name);
        for asset in release.assets {
            println!("  {}", asset.name);
        }
    }

    // 6. Merge a pull request, if it can be merged.
    let merge = client.pulls().merge(owner, repo, 7).merge_method("squash");
    match merge.await {
        Ok(_) => {}
        Err(error) if error.has_status(405) => println!("{}", error.message()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sdk::models::{Issue, IssueComment, Release};
    use sdk::testing::{MockReply, MockTransport};
    use serde_json::{Value, json};

    use super::*;

    #[tokio::test]
    async fn sends_every_request() -> Result<(), Box<dyn std::error::Error>> {
        let mut issue = Issue::sample();
        issue.number = 12;
        let mock = MockTransport::new();
        let next = "<https://example.com/repositories/1/issues?page=2>; rel=\"next\"";
        mock.enqueue(
            MockReply::new(200)
                .header("link", next)
                .json(json!([issue])),
        );
        mock.enqueue(MockReply::new(200).json(json!([issue])));
        mock.enqueue(MockReply::new(201).json(json!(issue)));
        mock.enqueue(MockReply::new(201).json(json!(IssueComment::sample())));
        mock.enqueue(MockReply::new(200).json(json!(issue)));
        mock.enqueue(MockReply::new(200).json(json!([Release::sample()])));
        mock.enqueue(
            MockReply::new(405).json(json!({ "message": "Pull Request is not mergeable" })),
        );
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
                "GET /repos/octo/hello/issues",
                "GET /repositories/1/issues",
                "POST /repos/octo/hello/issues",
                "POST /repos/octo/hello/issues/12/comments",
                "PATCH /repos/octo/hello/issues/12",
                "GET /repos/octo/hello/releases",
                "PUT /repos/octo/hello/pulls/7/merge",
            ]
        );
        let query = |index: usize, name: &str| {
            let query = requests[index].query();
            query
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.to_string())
        };
        assert_eq!(query(0, "labels").as_deref(), Some("bug"));
        assert_eq!(query(0, "per_page").as_deref(), Some("100"));
        assert_eq!(query(5, "per_page").as_deref(), Some("5"));
        let body = |index: usize| serde_json::from_slice::<Value>(&requests[index].body);
        let created = json!({ "title": "It breaks", "body": "Here is how", "labels": ["bug", "help wanted"] });
        assert_eq!(body(2)?, created);
        assert_eq!(body(3)?, json!({ "body": "Looking into it" }));
        assert_eq!(
            body(4)?,
            json!({ "state": "closed", "state_reason": "completed" })
        );
        assert_eq!(body(6)?, json!({ "merge_method": "squash" }));
        Ok(())
    }
}
