use futures::{StreamExt, TryStreamExt};
use k8s_openapi::api::{
    apps::v1::Deployment,
    core::v1::{ConfigMap, Pod},
};
use kube::{
    Api, Client, ResourceExt,
    api::{DeleteParams, ListParams, Patch, PatchParams, PostParams, WatchEvent, WatchParams},
};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::try_default().await?).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let pods: Api<Pod> = Api::namespaced(client.clone(), "default");
    let deployments: Api<Deployment> = Api::namespaced(client.clone(), "default");
    let config_maps: Api<ConfigMap> = Api::namespaced(client, "default");

    // 1. The pods of the app
    for pod in pods.list(&ListParams::default().labels("app=web")).await? {
        println!("{} {}", pod.name_any(), phase(&pod));
    }

    // 2. Create a deployment
    let deployment = serde_json::from_value(json!({
        "metadata": { "name": "web", "labels": { "app": "web" } },
        "spec": {
            "replicas": 2,
            "selector": { "matchLabels": { "app": "web" } },
            "template": {
                "metadata": { "labels": { "app": "web" } },
                "spec": {
                    "containers": [{
                        "name": "nginx",
                        "image": "nginx:1.27",
                        "ports": [{ "containerPort": 80 }],
                    }],
                },
            },
        },
    }))?;
    deployments
        .create(&PostParams::default(), &deployment)
        .await?;

    // 3. Scale it to five
    let patch = Patch::Merge(json!({ "spec": { "replicas": 5 } }));
    deployments
        .patch("web", &PatchParams::default(), &patch)
        .await?;

    // 4. Set a key of a config map
    let mut settings = config_maps.get("settings").await?;
    let data = settings.data.get_or_insert_default();
    data.insert("mode".into(), "fast".into());
    config_maps
        .replace("settings", &PostParams::default(), &settings)
        .await?;

    // 5. Watch the pods until one is running
    let params = WatchParams::default().labels("app=web");
    let mut events = pods.watch(&params, "0").await?.boxed();
    while let Some(event) = events.try_next().await? {
        match &event {
            WatchEvent::Added(pod) | WatchEvent::Modified(pod) | WatchEvent::Deleted(pod) => {
                println!("{event:?}: {} {}", pod.name_any(), phase(pod));
                if phase(pod) == "Running" {
                    break;
                }
            }
            WatchEvent::Bookmark(_) => println!("{event:?}"),
            WatchEvent::Error(status) => return Err(status.clone().into()),
        }
    }

    // 6. Delete the deployment, if it exists
    match deployments.delete("web", &DeleteParams::default()).await {
        Ok(_) => {}
        Err(kube::Error::Api(status)) if status.is_not_found() => println!("no such deployment"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn phase(pod: &Pod) -> &str {
    let status = pod.status.as_ref();
    status.and_then(|s| s.phase.as_deref()).unwrap_or_default()
}
