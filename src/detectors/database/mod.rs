//! Database and performance optimization.

detectors! {
    pooling => "database.pooling",
    indexes => "database.indexes",
    n_plus_one => "database.n-plus-one",
    migrations => "database.migrations",
    read_replica => "database.read-replica",
}
