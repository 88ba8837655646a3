package eve.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;

@ApiTest
class OperationsTests {

    @LocalManagementPort
    int managementPort;

    @Autowired
    Caller caller;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/info",
                "/actuator/prometheus",
                "/actuator/sbom"
            })
    void theManagementPortAnswersWithoutLogin(String path) {
        assertThat(management().get(path).status()).isEqualTo(200);
    }

    @Test
    void healthKeepsItsDetailsToItself() {
        assertThat(management().get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/env", "/actuator/beans", "/actuator/heapdump", "/actuator/loggers"})
    void nothingElseIsExposed(String path) {
        assertThat(management().operator().get(path).status()).isEqualTo(404);
    }

    @Test
    void thePublicPortHasNoActuator() {
        assertThat(caller.get("/actuator/health").status()).isEqualTo(404);
    }

    @Test
    void theLandingPageNamesTheCalls() {
        var page = caller.get("/", "Accept", "text/html");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("/api/contract-ids", "/api/contracts?regionId=", "curl");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(caller.get("/style.css").status()).isEqualTo(200);
    }

    @Test
    void theManagementPortIsOpenOnThisMachineOnly() throws Exception {
        for (var address : addressesForOthers()) {
            try (var socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, managementPort), 2_000))
                        .as("%s", address)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private static List<InetAddress> addressesForOthers() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    private Caller management() {
        return new Caller(() -> "http://localhost:" + managementPort, null);
    }
}
