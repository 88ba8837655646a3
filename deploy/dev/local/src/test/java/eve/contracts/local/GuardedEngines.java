package eve.contracts.local;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.engines.test.GroupTimings;
import eve.contracts.schema.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Kafka and PostgreSQL with the topics, users and roles of deploy/kubernetes, denying everything that is not
/// granted.
final class GuardedEngines implements AutoCloseable {

    private static final Path MANIFESTS = Path.of("..", "..", "kubernetes");
    private static final String PASSWORD = "of-the-test";
    private static final String DATABASE = "contracts";
    private static final String LOGIN = "required username=\"%s\" password=\"" + PASSWORD + "\"%s;";
    private static final JsonMapper JSON = new JsonMapper();

    private final EmbeddedKafka kafka;
    private final EmbeddedPostgresServer postgres;

    GuardedEngines() throws Exception {
        kafka = startKafka();
        postgres = EmbeddedPostgresServer.options().start();
        try (var admin = Admin.create(asAdmin())) {
            createTopics(admin);
        }
        grant();
        createRoles();
        Migration.main(properties("contracts_owner").stream()
                .filter(each -> each.startsWith("DATABASE_"))
                .map(each -> "--" + each)
                .toArray(String[]::new));
    }

    /// Only the broker itself uses the controller's listener, so it needs no login.
    private static EmbeddedKafka startKafka() {
        var options = EmbeddedKafka.options();
        GroupTimings.QUICK.forEach(options::property);
        return options.property("listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
                .property("inter.broker.listener.name", "PLAINTEXT")
                .property("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512")
                .property("sasl.mechanism.inter.broker.protocol", "PLAIN")
                .property(
                        "listener.name.plaintext.plain.sasl.jaas.config",
                        module("PLAIN") + LOGIN.formatted("admin", " user_admin=\"" + PASSWORD + "\""))
                .property(
                        "listener.name.plaintext.scram-sha-512.sasl.jaas.config", module("SCRAM-SHA-512") + "required;")
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("super.users", "User:admin;User:ANONYMOUS")
                .start();
    }

    private static String module(String mechanism) {
        String name = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return "org.apache.kafka.common.security." + name + " ";
    }

    private static void createTopics(Admin admin) throws Exception {
        List<NewTopic> topics = new ArrayList<>();
        for (JsonNode topic : manifest("components/kafka/topics.yaml")) {
            JsonNode spec = topic.path("spec");
            Map<String, String> config = new HashMap<>();
            spec.path("config").forEachEntry((name, value) -> config.put(name, value.asString()));
            topics.add(new NewTopic(
                            topic.at("/metadata/name").asString(),
                            spec.path("partitions").asInt(),
                            spec.path("replicas").shortValue())
                    .configs(config));
        }
        admin.createTopics(topics).all().get();
    }

    /// Gives the users of the manifests their passwords and rights.
    void grant() throws Exception {
        var secret = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        try (var admin = Admin.create(asAdmin())) {
            for (JsonNode user : manifest("components/kafka/users.yaml")) {
                String name = user.at("/metadata/name").asString();
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, secret, PASSWORD)))
                        .all()
                        .get();
                List<AclBinding> granted = new ArrayList<>();
                user.at("/spec/authorization/acls")
                        .forEach(acl -> acl.path("operations")
                                .forEach(operation -> granted.add(binding(name, acl.path("resource"), operation))));
                admin.createAcls(granted).all().get();
            }
        }
    }

    /// Removes all rights of all users.
    void revoke() throws Exception {
        try (var admin = Admin.create(asAdmin())) {
            admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        }
    }

    private static AclBinding binding(String user, JsonNode resource, JsonNode operation) {
        boolean prefix = resource.path("patternType").asString().equals("prefix");
        return new AclBinding(
                new ResourcePattern(
                        ResourceType.fromString(constant(resource.path("type"))),
                        resource.path("name").asString("kafka-cluster"),
                        prefix ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + user, "*", AclOperation.fromString(constant(operation)), AclPermissionType.ALLOW));
    }

    /// Converts a name: `transactionalId` to TRANSACTIONAL_ID.
    private static String constant(JsonNode word) {
        return word.asString().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private void createRoles() throws IOException {
        postgres.createDatabase(DATABASE);
        JdbcClient superuser = database(postgres.username(), postgres.password());
        superuser
                .sql("create role contracts_owner login password '" + PASSWORD + "'")
                .update();
        superuser.sql("alter database contracts owner to contracts_owner").update();
        JsonNode cluster = manifest("overlays/local/database.yaml").getFirst();
        cluster.at("/spec/bootstrap/initdb/postInitApplicationSQL")
                .forEach(sql -> superuser.sql(sql.asString()).update());
        cluster.at("/spec/managed/roles")
                .forEach(role -> superuser
                        .sql("alter role " + role.path("name").asString() + " password '" + PASSWORD + "'")
                        .update());
    }

    private static List<JsonNode> manifest(String file) throws IOException {
        String text = Files.readString(MANIFESTS.resolve(file));
        return StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
                .<JsonNode>map(JSON::valueToTree)
                .toList();
    }

    /// Returns the client properties for a login as this Kafka user.
    Map<String, Object> as(String user) {
        return as(user, "SCRAM-SHA-512");
    }

    /// Returns the client properties for a login with all rights.
    Map<String, Object> asAdmin() {
        return as("admin", "PLAIN");
    }

    private Map<String, Object> as(String user, String mechanism) {
        return Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                module(mechanism) + LOGIN.formatted(user, ""));
    }

    /// Returns the properties with which a service connects to both.
    ///
    /// @param role the PostgreSQL role
    List<String> properties(String role) {
        return List.of(
                "DATABASE_URL=" + postgres.jdbcUrl(DATABASE),
                "DATABASE_USERNAME=" + role,
                "DATABASE_PASSWORD=" + PASSWORD,
                "KAFKA_BOOTSTRAP_SERVERS=" + kafka.bootstrapServers(),
                "spring.kafka.security.protocol=SASL_PLAINTEXT",
                "spring.kafka.properties.sasl.mechanism=SCRAM-SHA-512");
    }

    String login(String user) {
        return "spring.kafka.properties.sasl.jaas.config=" + as(user).get("sasl.jaas.config");
    }

    JdbcClient database(String role) {
        return database(role, PASSWORD);
    }

    private JdbcClient database(String role, String password) {
        return JdbcClient.create(new DriverManagerDataSource(postgres.jdbcUrl(DATABASE), role, password));
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
    }
}
