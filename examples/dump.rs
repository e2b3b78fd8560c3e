use gonogo::deploy::*;
use gonogo::source::Tree;
fn main() {
    let root = std::env::args().nth(1).unwrap();
    let tree = Tree::work_tree(std::path::Path::new(&root), &[]).unwrap();
    let t = std::time::Instant::now();
    let d = Deployment::read(&tree);
    println!("=== {root} ({} files, {:?})", tree.files().len(), t.elapsed());
    for f in &d.files {
        println!("FILE {:?} {:?} {} -- {}", f.role, f.kind, f.path, f.reason);
    }
    for p in &d.problems {
        println!("PROBLEM {}:{:?} {}", p.path, p.line, p.message);
    }
    for p in &d.processes {
        println!(
            "PROCESS {} {:?} {}:{} image={:?} dockerfile={:?} workdir={:?}",
            p.name, p.kind, p.place.path, p.place.line, p.image, p.dockerfile, p.workdir
        );
        for c in &p.commands {
            println!(
                "    CMD {}{} {:?} [{}:{}] conf={:?}",
                if c.conditional { "? " } else { "" },
                c.line(),
                c.wrappers,
                c.place.path,
                c.place.line,
                c.configuration
            );
        }
        for v in &p.environment {
            println!("    ENV {}={:?} [{}:{}]", v.name, v.value, v.place.path, v.place.line);
        }
        for v in &p.volumes {
            println!("    VOL {} <- {:?} [{}:{}]", v.target, v.source, v.place.path, v.place.line);
        }
        for v in &p.ports {
            println!("    PORT {:?}:{:?}->{}", v.address, v.published, v.target);
        }
    }
    for c in d.commands.iter().filter(|c| {
        c.program == "manage.py" || c.is_server() || c.program == "celery" || c.moment == Moment::Probe
    }) {
        println!(
            "COMMAND {:?} {:?} {}{} by {} [{}:{}]",
            c.moment,
            c.role,
            if c.conditional { "? " } else { "" },
            c.line(),
            c.by,
            c.place.path,
            c.place.line
        );
    }
    for p in &d.proxies {
        println!("PROXY {} {:?} used={}", p.path, p.kind, p.used);
        for h in &p.headers {
            println!("    HEADER {}: {} {:?} :{}", h.name, h.value, h.scope, h.place.line);
        }
        for h in &p.statics {
            println!("    STATIC {} {:?} :{}", h.folder, h.scope, h.place.line);
        }
        for h in &p.compression {
            println!(
                "    COMP {} pre={} {:?} :{}",
                h.algorithm,
                h.precompressed,
                h.types.as_ref().map(Vec::len),
                h.place.line
            );
        }
        for h in &p.timeouts {
            println!("    TIMEOUT {} {} {:?} :{}", h.name, h.seconds, h.scope.location, h.place.line);
        }
        for h in &p.answers {
            println!("    ANSWER {} {:?} :{}", h.status, h.scope.location, h.place.line);
        }
    }
    for e in d.django_environments() {
        println!(
            "DJANGO {} DSM={:?} ({} vars)",
            e.name,
            e.get("DJANGO_SETTINGS_MODULE").map(|v| &v.value),
            e.variables.len()
        );
    }
}
