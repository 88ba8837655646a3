package eve.contracts.api.problems;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class BodyLimitTests {

    @Autowired
    Caller caller;

    /// The body is declared and never sent: an answer proves that the service did not wait for the body, so
    /// callers without permission cannot fill the memory with bodies.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /api/contracts    | application/json                  | 200",
                "GET    | /api/contracts    | application/x-www-form-urlencoded | 200",
                "POST   | /api/contract-ids | application/json                  | 401",
                "POST   | /api/contract-ids | application/x-www-form-urlencoded | 401",
                "PUT    | /api/contract-ids | application/x-www-form-urlencoded | 401",
                "PATCH  | /api/contracts    | application/x-www-form-urlencoded | 401",
                "DELETE | /api/contracts    | application/x-www-form-urlencoded | 401",
                "POST   | /api/redrives     | multipart/form-data; boundary=x   | 401",
            })
    void theBodyOfWhoHasNotLoggedInIsNotRead(String method, String path, String type, int status) throws Exception {
        var address = URI.create(caller.baseUrl().get());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(5_000);
            var request = method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                    + "\r\nContent-Length: 900000\r\n\r\na=b&";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));

            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();

            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }
}
