//! Response bodies as the documentation of the API shows them, and those of its other operations in the same values.

/// A credential without its secret.
pub const CREDENTIAL: &str = r#"{
  "id": "ab3def8hij2klm9opq5rst7uvw",
  "client_id": "A1b2C3d4E5f6G7h8I9j0K",
  "created_at": "2019-12-27T18:11:19.117Z",
  "name": "name",
  "description": "description",
  "last_used_at": "2019-12-27T18:11:19.117Z",
  "permissions": {
    "organizations": { "read": true, "update": true },
    "users": { "read": true, "list": true }
  }
}"#;

/// A page of credentials.
pub const CREDENTIALS: &str = r#"{
  "items": [
    {
      "id": "ab3def8hij2klm9opq5rst7uvw",
      "client_id": "A1b2C3d4E5f6G7h8I9j0K",
      "created_at": "2019-12-27T18:11:19.117Z",
      "name": "name",
      "description": "description",
      "last_used_at": "2019-12-27T18:11:19.117Z",
      "permissions": {
        "organizations": { "read": true, "update": true },
        "users": { "read": true, "list": true }
      }
    }
  ],
  "page_info": { "has_next_page": true, "has_prev_page": true, "end_cursor": "x", "start_cursor": "x" },
  "permissions": {
    "organizations": { "read": true, "update": true },
    "users": { "read": true, "list": true }
  }
}"#;

/// A credential that was created just now.
pub const NEW_CREDENTIAL: &str = r#"{
  "id": "ab3def8hij2klm9opq5rst7uvw",
  "client_id": "A1b2C3d4E5f6G7h8I9j0K",
  "client_secret": "client_secret",
  "created_at": "2019-12-27T18:11:19.117Z",
  "name": "name",
  "description": "description"
}"#;

/// A service account.
pub const ACCOUNT: &str = r#"{
  "id": "ab3def8hij2klm9opq5rst7uvw",
  "created_at": "2019-12-27T18:11:19.117Z",
  "name": "name",
  "updated_at": "2019-12-27T18:11:19.117Z",
  "description": "description",
  "permissions": {
    "organizations": { "read": true, "update": true },
    "users": { "read": true, "list": true }
  }
}"#;

/// A page of service accounts.
pub const ACCOUNTS: &str = r#"{
  "items": [
    {
      "id": "ab3def8hij2klm9opq5rst7uvw",
      "created_at": "2019-12-27T18:11:19.117Z",
      "name": "name",
      "updated_at": "2019-12-27T18:11:19.117Z",
      "description": "description",
      "permissions": {
        "organizations": { "read": true, "update": true },
        "users": { "read": true, "list": true }
      }
    }
  ],
  "page_info": { "has_next_page": true, "has_prev_page": true, "end_cursor": "x", "start_cursor": "x" },
  "permissions": {
    "organizations": { "read": true, "update": true },
    "users": { "read": true, "list": true }
  }
}"#;
