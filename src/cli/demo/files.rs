//! The demo's files, embedded. A test holds the list against `assets/demo/`.

/// Pairs each path below `assets/demo/` with the file's text.
macro_rules! embed {
    ($($path:literal,)*) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/", $path))),)*]
    };
}

/// Every file below `assets/demo/`: its path there and its text.
pub(super) const FILES: &[(&str, &str)] = embed![
    "1-storefront/.gitignore",
    "1-storefront/README.md",
    "1-storefront/accounts/__init__.py",
    "1-storefront/accounts/admin.py",
    "1-storefront/accounts/apps.py",
    "1-storefront/accounts/migrations/0001_initial.py",
    "1-storefront/accounts/migrations/__init__.py",
    "1-storefront/accounts/models.py",
    "1-storefront/catalogue/__init__.py",
    "1-storefront/catalogue/admin.py",
    "1-storefront/catalogue/apps.py",
    "1-storefront/catalogue/migrations/0001_initial.py",
    "1-storefront/catalogue/migrations/__init__.py",
    "1-storefront/catalogue/models.py",
    "1-storefront/catalogue/tests.py",
    "1-storefront/catalogue/urls.py",
    "1-storefront/catalogue/views.py",
    "1-storefront/manage.py",
    "1-storefront/requirements.txt",
    "1-storefront/shop/__init__.py",
    "1-storefront/shop/settings/__init__.py",
    "1-storefront/shop/settings/base.py",
    "1-storefront/shop/settings/development.py",
    "1-storefront/shop/urls.py",
    "1-storefront/shop/wsgi.py",
    "1-storefront/static/shop.css",
    "1-storefront/templates/base.html",
    "1-storefront/templates/catalogue/product_detail.html",
    "1-storefront/templates/catalogue/product_list.html",
    "1-storefront/templates/registration/login.html",
    "2-orders/orders/__init__.py",
    "2-orders/orders/admin.py",
    "2-orders/orders/apps.py",
    "2-orders/orders/migrations/0001_initial.py",
    "2-orders/orders/migrations/__init__.py",
    "2-orders/orders/models.py",
    "2-orders/orders/tasks.py",
    "2-orders/orders/tests.py",
    "2-orders/orders/urls.py",
    "2-orders/orders/views.py",
    "2-orders/requirements.txt",
    "2-orders/shop/__init__.py",
    "2-orders/shop/celery.py",
    "2-orders/shop/settings/base.py",
    "2-orders/shop/settings/development.py",
    "2-orders/shop/urls.py",
    "2-orders/templates/orders/order_detail.html",
    "2-orders/templates/orders/order_list.html",
    "3-api/catalogue/api.py",
    "3-api/catalogue/tests.py",
    "3-api/requirements.txt",
    "3-api/shop/settings/base.py",
    "3-api/shop/urls.py",
    "4-containers/.dockerignore",
    "4-containers/.github/workflows/ci.yml",
    "4-containers/Dockerfile",
    "4-containers/README.md",
    "4-containers/deploy/nginx.conf",
    "4-containers/docker-compose.yml",
    "4-containers/requirements.txt",
    "4-containers/shop/health.py",
    "4-containers/shop/settings/base.py",
    "4-containers/shop/settings/development.py",
    "4-containers/shop/settings/production.py",
    "4-containers/shop/urls.py",
    "5-review/gonogo.toml",
    "6-gift-wrap/orders/migrations/0002_gift_wrap.py",
    "6-gift-wrap/orders/models.py",
    "6-gift-wrap/orders/tests.py",
    "6-gift-wrap/orders/views.py",
    "history.toml",
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let root = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/");
                found.push(path.to_str().unwrap().strip_prefix(root).unwrap().to_owned());
            }
        }
    }

    #[test]
    fn the_list_is_complete_and_sorted() {
        let mut found = Vec::new();
        walk(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo")), &mut found);
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
    }
}
