use octocrab::{
    Octocrab,
    models::{IssueState, issues::IssueStateReason},
    params::pulls::MergeMethod,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("GITHUB_TOKEN")?;
    run(Octocrab::builder().personal_token(token).build()?).await
}

async fn run(client: Octocrab) -> Result<(), Box<dyn std::error::Error>> {
    let issues = client.issues("octo", "hello");

    // 1. All open bugs that are no pull requests
    let page = issues
        .list()
        .labels(&["bug".to_string()])
        .per_page(100)
        .send()
        .await?;
    for issue in client.all_pages(page).await? {
        if issue.pull_request.is_none() {
            println!("{} {}", issue.number, issue.title);
        }
    }

    // 2. Create an issue
    let issue = issues
        .create("It breaks")
        .body("Here is how")
        .labels(vec!["bug".to_string(), "help wanted".to_string()])
        .send()
        .await?;
    println!("{} {}", issue.number, issue.html_url);

    // 3. Comment on it
    issues
        .create_comment(issue.number, "Looking into it")
        .await?;

    // 4. Close it as completed
    issues
        .update(issue.number)
        .state(IssueState::Closed)
        .state_reason(IssueStateReason::Completed)
        .send()
        .await?;

    // 5. The last five releases with their assets
    let repo = client.repos("octo", "hello");
    for release in repo.releases().list().per_page(5).send().await? {
        println!("{}", release.tag_name);
        for asset in release.assets {
            println!("  {}", asset.name);
        }
    }

    // 6. Merge a pull request, if it can be merged
    let pulls = client.pulls("octo", "hello");
    match pulls.merge(7).method(MergeMethod::Squash).send().await {
        Ok(_) => {}
        Err(octocrab::Error::GitHub { source, .. }) if source.status_code == 405 => {
            println!("{}", source.message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
