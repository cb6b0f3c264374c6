use sdk::Client;
use sdk::models::{
    Container, ContainerPort, DeploymentSpec, LabelSelector, ObjectMeta, Pod, PodSpec,
    PodTemplateSpec,
};
use serde_json::json;

const NAMESPACE: &str = "default";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::from_env()?).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let pods = client.namespaces().pods();
    let config_maps = client.namespaces().configmaps();
    let deployments = client.apis().apps().namespaces().deployments();

    // 1. List pods.
    let list = pods.list(NAMESPACE).label_selector("app=web");
    let mut items = list.clone().items();
    while let Some(pod) = items.try_next().await? {
        println!("{} {}", name(&pod), phase(&pod));
    }

    // 2. Create a deployment.
    let labels = [("app", "web")];
    let container = Container::new("nginx")
        .image("nginx:1.27")
        .ports([ContainerPort::new(80)]);
    let template = PodTemplateSpec::new()
        .metadata(ObjectMeta::new().labels(labels))
        .spec(PodSpec::new([container]));
    let selector = LabelSelector::new().match_labels(labels);
    deployments
        .create(NAMESPACE)
        .metadata(ObjectMeta::new().name("web").labels(labels))
        .spec(DeploymentSpec::new(selector, template).replicas(2))
        .await?;

    // 3. Scale it.
    let scaled = json!({ "spec": { "replicas": 5 } });
    deployments.update(NAMESPACE, "web", scaled).await?;

    // 4. Change a config map.
    let mut settings = config_maps.retrieve(NAMESPACE, "settings").await?;
    let data = settings.data.get_or_insert_default();
    data.insert("mode".into(), "fast".into());
    let change = config_maps.replace(NAMESPACE, "settings");
    change.body(&settings).await?;

    // 5. Watch pods until one is running.
    let mut events = list.send_events().await?;
    while let Some(event) = events.try_next().await? {
        let pod: Pod = serde_json::from_value(json!(event.object))?;
        println!("{} {} {}", event.type_, name(&pod), phase(&pod));
        if phase(&pod) == "Running" {
            break;
        }
    }

    // 6. Delete the deployment.
    match deployments.delete(NAMESPACE, "web").await {
        Ok(_) => {}
        Err(error) if error.is_not_found() => println!("there is no such deployment"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn name(pod: &Pod) -> &str {
    let metadata = pod.metadata.as_ref();
    metadata.and_then(|m| m.name.as_deref()).unwrap_or_default()
}

fn phase(pod: &Pod) -> &str {
    let status = pod.status.as_ref();
    status.and_then(|s| s.phase.as_deref()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use sdk::testing::{MockReply, MockTransport};
    use serde_json::Value;

    use super::*;

    #[tokio::test]
    async fn sends_every_request() -> Result<(), Box<dyn std::error::Error>> {
        let pod =
            |phase: &str| json!({ "metadata": { "name": "web-1" }, "status": { "phase": phase } });
        let event = |kind: &str, phase: &str| {
            format!("{}\n", json!({ "type": kind, "object": pod(phase) }))
        };
        let deployment = json!({ "metadata": { "name": "web" } });
        let mut settings = json!({
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "settings", "resourceVersion": "7" },
            "data": { "colour": "red" }, "unknown": true,
        });
        let mock = MockTransport::new();
        let reply = |body: Value| mock.enqueue(MockReply::new(200).json(body));
        reply(json!({ "items": [pod("Running")], "metadata": { "continue": "next" } }));
        reply(json!({ "items": [pod("Pending")], "metadata": {} }));
        reply(deployment.clone());
        reply(deployment.clone());
        reply(settings.clone());
        reply(settings.clone());
        let events = [
            event("ADDED", "Pending"),
            event("MODIFIED", "Running"),
            event("DELETED", "Failed"),
        ];
        mock.enqueue(
            MockReply::new(200)
                .header("content-type", "application/json")
                .body(events.concat()),
        );
        mock.enqueue(
            MockReply::new(404).json(json!({ "kind": "Status", "status": "Failure", "code": 404 })),
        );
        let client = Client::builder()
            .base_url("https://example.com")
            .api_key("Bearer secret")
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
                "GET /api/v1/namespaces/default/pods",
                "GET /api/v1/namespaces/default/pods",
                "POST /apis/apps/v1/namespaces/default/deployments",
                "PATCH /apis/apps/v1/namespaces/default/deployments/web",
                "GET /api/v1/namespaces/default/configmaps/settings",
                "PUT /api/v1/namespaces/default/configmaps/settings",
                "GET /api/v1/namespaces/default/pods",
                "DELETE /apis/apps/v1/namespaces/default/deployments/web",
            ]
        );
        let query = |index: usize, name: &str| {
            let query = requests[index].query();
            query
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.to_string())
        };
        assert_eq!(query(0, "labelSelector").as_deref(), Some("app=web"));
        assert_eq!(query(1, "continue").as_deref(), Some("next"));
        assert_eq!(query(6, "labelSelector").as_deref(), Some("app=web"));
        assert_eq!(query(6, "watch").as_deref(), Some("true"));
        let body = |index: usize| serde_json::from_slice::<Value>(&requests[index].body);
        let labels = json!({ "app": "web" });
        let container =
            json!({ "name": "nginx", "image": "nginx:1.27", "ports": [{ "containerPort": 80 }] });
        let created = json!({
            "metadata": { "name": "web", "labels": labels },
            "spec": {
                "replicas": 2,
                "selector": { "matchLabels": labels },
                "template": { "metadata": { "labels": labels }, "spec": { "containers": [container] } },
            },
        });
        assert_eq!(body(2)?, created);
        assert_eq!(body(3)?, json!({ "spec": { "replicas": 5 } }));
        let media_type = requests[3]
            .headers
            .get("content-type")
            .map(|value| value.as_bytes());
        assert_eq!(media_type, Some(&b"application/merge-patch+json"[..]));
        settings["data"]["mode"] = json!("fast");
        assert_eq!(body(5)?, settings);
        Ok(())
    }
}
