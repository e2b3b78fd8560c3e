//! The built-in catalogue: its items, and the quality that a test can see.

use gonogo::catalogue::Catalogue;

/// The contract: id, severity and title of each item, in order.
const GOLDEN: &str = "\
# security: Security and Environment Configuration
security.debug | critical | Disable Debug Mode
security.secret-key | critical | Secret Key Externalization
security.cookies | critical | Secure Cookie Settings
security.allowed-hosts | critical | Host Header Validation
security.hsts | recommended | HSTS Implementation
# database: Database and Performance Optimization
database.pooling | recommended | Database Connection Pooling
database.indexes | critical | Index Verification
database.n-plus-one | recommended | N+1 Query Audit
database.migrations | critical | Database Migration Dry-Run
database.read-replica | optional | Read-Replica Routing
# api: API and DRF Standards
api.throttling | critical | Global Throttling Policy
api.pagination | critical | Mandatory Pagination
api.cors | critical | CORS Whitelist
api.schema | recommended | Schema Documentation
api.renderers | recommended | Renderer Optimization
# tasks: Async and Background Tasks
tasks.broker-security | critical | Broker Connectivity and Security
tasks.concurrency | recommended | Worker Concurrency Limits
tasks.result-expiry | recommended | Task Result Expiry
tasks.dead-letter | recommended | Dead Letter Queues
tasks.asgi-timeout | critical | ASGI Timeout Configuration
# static: Static Files and Assets
static.manifest | recommended | Manifest Storage
static.whitenoise | recommended | WhiteNoise Integration
static.media | critical | Media File Externalization
static.collectstatic | critical | Collection Verification
static.compression | recommended | Compression Implementation
# logging: Logging and Monitoring
logging.structured | recommended | Structured Logging
logging.error-tracking | critical | Error Tracking Integration
logging.health-check | critical | Health Check Endpoint
logging.slow-queries | optional | Query Logging Thresholds
logging.rotation | critical | Log Rotation
";

#[test]
fn holds_the_thirty_items_of_the_checklist_in_order() {
    let mut listed = Vec::new();
    for section in Catalogue::standard().sections() {
        listed.push(format!("# {}: {}\n", section.id, section.title));
        for item in &section.items {
            listed.push(format!("{} | {} | {}\n", item.id, item.severity.as_str(), item.title));
        }
    }
    assert_eq!(listed.concat(), GOLDEN);
    assert_eq!(Catalogue::standard().order().count(), 30);
}

#[test]
fn every_item_can_be_looked_up_by_its_id() {
    let catalogue = Catalogue::standard();
    for id in catalogue.order() {
        assert_eq!(catalogue.item(id).map(|item| &item.id), Some(id));
    }
    let stranger = "security.unicorns".parse().expect("a well-formed id");
    assert!(catalogue.item(&stranger).is_none());
}

#[test]
fn texts_are_short_end_with_a_full_stop_and_close_their_backticks() {
    for item in Catalogue::standard().items() {
        let texts = [
            ("asks", &item.asks, 200),
            ("why", &item.why, 450),
            ("fix", &item.fix.text, 450),
            ("verify", &item.verify.text, 300),
        ];
        for (name, text, longest) in texts {
            assert!(text.chars().count() <= longest, "{} {name} is {} long", item.id, text.chars().count());
            assert!(text.ends_with(['.', ')']), "{} {name} has no end: {text}", item.id);
            assert_eq!(text.matches('`').count() % 2, 0, "{} {name} has an open backtick: {text}", item.id);
        }
        for example in &item.fix.examples {
            let width = example.code.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert!(width <= 112, "{}: an example is {width} wide", item.id);
        }
    }
}

#[test]
fn references_are_pages_with_a_name_and_no_page_is_listed_twice() {
    for item in Catalogue::standard().items() {
        for (at, page) in item.references.iter().enumerate() {
            assert!(page.title.chars().count() > 3, "{}: {}", item.id, page.url);
            assert!(
                item.references[..at].iter().all(|other| other.url != page.url),
                "{}: {}",
                item.id,
                page.url
            );
        }
    }
}
