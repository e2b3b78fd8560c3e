use super::*;
use crate::source::Tree;

const TASKS: &str = r"
from celery import shared_task, Task
from site.celery import app as celery_app
from elsewhere import task as other

class Keeping(Task):
    autoretry_for = (Exception,)
    retry_backoff = True

@shared_task
def plain():
    pass

@celery_app.task(bind=True, base=Keeping, max_retries=3)
def based(self):
    try:
        work()
    except OSError as error:
        raise self.retry(exc=error, countdown=2 ** self.request.retries)

@shared_task(bind=True)
def steady(self):
    self.retry(countdown=60)

@other
def unrelated():
    pass

class Long(celery_app.Task):
    def run(self):
        pass
";

#[test]
fn finds_tasks_with_their_options_base_and_retries() {
    let tree = Tree::in_memory([
        ("site/celery.py", "from celery import Celery\napp = Celery('site')\n"),
        ("shop/tasks.py", TASKS),
    ]);
    let code = Code::new(&tree, vec![RepoPath::root()]);
    let found = tasks(&code, tree.files());
    let seen: Vec<(&str, Retry)> = found.iter().map(|t| (t.qualified.as_str(), t.retry)).collect();
    assert_eq!(
        seen,
        [
            ("shop.tasks.plain", Retry::None),
            ("shop.tasks.based", Retry::Growing),
            ("shop.tasks.steady", Retry::Constant),
            ("shop.tasks.Long", Retry::None),
        ]
    );
    let based = &found[1];
    assert!(based.option("max_retries").is_some());
    assert_eq!(based.base.as_ref().unwrap().name(), "Keeping");
    assert_eq!(based.module.file().slice(based.span).lines().count(), 1);
}

#[test]
fn finds_tasks_of_decorators_with_another_name_or_of_the_projects_own() {
    let tree = Tree::in_memory([
        (
            "site/tasking.py",
            "from celery import shared_task\nown_task = shared_task\n\ndef logged(**options):\n    def wrap(function):\n        \
             return shared_task(bind=True, **options)(function)\n    return wrap\n\ndef timed(function):\n    return function\n",
        ),
        (
            "shop/tasks.py",
            "from site.tasking import logged, own_task, timed\n@own_task\ndef one(): pass\n@logged(queue='x')\ndef two(): \
             pass\n@timed\ndef task_less(): pass\n",
        ),
    ]);
    let code = Code::new(&tree, vec![RepoPath::root()]);
    let found = tasks(&code, tree.files());
    let names: Vec<&str> = found.iter().map(|task| task.qualified.as_str()).collect();
    assert_eq!(names, ["shop.tasks.one", "shop.tasks.two"]);
}
