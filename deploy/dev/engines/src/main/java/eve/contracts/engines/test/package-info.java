/// One Kafka and one PostgreSQL that all tests of a run share, embedded or in containers.
///
/// The system property `engines` chooses between `embedded` and `containers`. Spring Boot and Testcontainers
/// are optional dependencies of this module, so that a program that runs the engines does not contain them. A
/// test module has Spring Boot anyway, and adds `spring-boot-testcontainers`, `testcontainers-kafka` and
/// `testcontainers-postgresql` in test scope.
@NullMarked
package eve.contracts.engines.test;

import org.jspecify.annotations.NullMarked;
