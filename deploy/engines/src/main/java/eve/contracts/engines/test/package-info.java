/// The engines as tests share them: one Kafka and one PostgreSQL for a whole test run, embedded or in containers.
///
/// The system property `engines` chooses between `embedded` and `containers`. Spring Boot and Testcontainers are
/// optional dependencies of this module, so that a program which runs the engines does not carry them: a test
/// module has Spring Boot anyway and adds `spring-boot-testcontainers`, `testcontainers-kafka` and
/// `testcontainers-postgresql` in test scope.
@NullMarked
package eve.contracts.engines.test;

import org.jspecify.annotations.NullMarked;
