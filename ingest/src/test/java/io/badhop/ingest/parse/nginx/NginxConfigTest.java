package io.badhop.ingest.parse.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an nginx configuration tells of logs. */
class NginxConfigTest {

  private static NginxConfig read(String text) {
    return NginxConfig.parse("nginx.conf", text, name -> Optional.empty());
  }

  @Test
  void aFormatOfSeveralPiecesIsOne() {
    NginxConfig config =
        read("http { log_format a escape=json '{\"s\":\"$status\",'\n  '\"u\":\"$uri\"}'; }");

    assertThat(config.logFormats()).containsEntry("a", "{\"s\":\"$status\",\"u\":\"$uri\"}");
    assertThat(config.escapes()).containsEntry("a", "json");
  }

  @Test
  void bracesSemicolonsAndCommentMarksInQuotesAreText() {
    NginxConfig config = read("log_format x '{$status; # \\'$uri\\'}'; # comment ; }\n");

    assertThat(config.logFormats()).containsEntry("x", "{$status; # '$uri'}");
  }

  @Test
  void anAccessLogIsKnownByItsFileName() {
    NginxConfig config =
        read(
            """
            access_log /var/log/nginx/shop.log rich buffer=4k;
            access_log logs/plain.log;
            access_log logs/buffered.log buffer=8k;
            access_log off;
            error_log /var/log/nginx/shop-error.log warn;
            """);

    assertThat(config.accessLogs())
        .containsEntry("shop.log", "rich")
        .containsEntry("plain.log", "combined")
        .containsEntry("buffered.log", "combined")
        .hasSize(3);
    assertThat(config.errorLogs()).containsExactly("shop-error.log");
  }

  @Test
  void aMapThatHandsItsSourceOnRenamesIt() {
    NginxConfig config =
        read(
            "map $http_x_request_id $rid { default $http_x_request_id; \"\" $request_id; }"
                + " map $status $loggable { ~^2 0; default 1; }");

    assertThat(config.aliases()).containsEntry("rid", "http_x_request_id").hasSize(1);
  }

  @Test
  void setRenamesAVariableAndNothingElse() {
    NginxConfig config =
        read("server { set $trace $http_traceparent; set $mode fast; set $both $a$b; }");

    assertThat(config.aliases()).containsEntry("trace", "http_traceparent").hasSize(1);
  }

  @Test
  void aMapThatCatchesAPartOfItsSourceRenamesItToo() {
    NginxConfig config =
        read(
            "map $http_traceparent $trace { \"~^00-(?<id>[0-9a-f]{32})-\" $id; default \"\"; }"
                + " map $http_cf_ray $ray { ~^([0-9a-f]+) $1; }");

    assertThat(config.aliases())
        .containsEntry("trace", "http_traceparent")
        .containsEntry("ray", "http_cf_ray");
  }

  @Test
  void theIdThatTheClientSentCountsOverTheOneThatStandsInForIt() {
    NginxConfig config =
        read(
            "server { set $rid $http_x_request_id; if ($rid = \"\") { set $rid $request_id; } }"
                + " map $arg_id $other { default $request_id; }");

    assertThat(config.aliases())
        .containsEntry("rid", "http_x_request_id")
        .containsEntry("other", "request_id");
  }

  @Test
  void theOnlyFastCgiServerIsThatOfTheWorkers() {
    assertThat(address("location / { fastcgi_pass unix:/run/php/www.sock; }", "fastcgi"))
        .contains("unix:/run/php/www.sock");
    assertThat(address("location / { fastcgi_pass 10.1.1.7:9000; }", "fastcgi"))
        .contains("10.1.1.7:9000");
    assertThat(
            address(
                "upstream php { server unix:/run/a.sock; } location / { fastcgi_pass php; }",
                "fastcgi"))
        .contains("unix:/run/a.sock");
  }

  @Test
  void ofSeveralFastCgiServersASocketIsKnownByThePoolThatItIsNamedAfter() {
    String two = "fastcgi_pass unix:/run/www.sock; fastcgi_pass unix:/run/admin.sock;";

    assertThat(address(two, "fastcgi")).isEmpty();
    assertThat(address(two, "admin")).contains("unix:/run/admin.sock");
  }

  private static Optional<String> address(String text, String name) {
    return read(text).addresses().address(name);
  }

  @Test
  void membersBelongToTheirGroup() {
    NginxConfig config =
        read(
            "upstream shop { server 10.1.1.1:8080 max_fails=0; server app.internal;"
                + " server unix:/run/a.sock; } server { listen 80; server_name x; }");

    assertThat(config.addresses().poolOf())
        .containsEntry("10.1.1.1:8080", "shop")
        .containsEntry("app.internal:80", "shop")
        .containsEntry("unix:/run/a.sock", "shop")
        .hasSize(3);
  }

  @Test
  void aMissingIncludeIsPassedOver() {
    NginxConfig config = read("include /etc/nginx/mime.types; log_format a '$status';");

    assertThat(config.logFormats()).containsKey("a");
  }

  @Test
  void anIncludedFileIsRead() {
    NginxConfig config =
        NginxConfig.parse(
            "nginx.conf",
            "http { include formats.conf; }",
            name ->
                name.equals("formats.conf")
                    ? Optional.of("log_format inner '$status';")
                    : Optional.empty());

    assertThat(config.logFormats()).containsKey("inner");
  }

  @Test
  void anIncludedFileGoesOnInsideItsBlock() {
    NginxConfig config =
        NginxConfig.parse(
            "nginx.conf",
            "upstream shop { include members.conf; server 10.1.1.2:80; }",
            name -> Optional.of("server 10.1.1.1:80;"));

    assertThat(config.addresses().poolOf())
        .containsEntry("10.1.1.1:80", "shop")
        .containsEntry("10.1.1.2:80", "shop");
  }

  @Test
  void aFileThatIncludesItselfEnds() {
    String text = "include me.conf; log_format a '$status';";

    assertThat(NginxConfig.parse("me.conf", text, name -> Optional.of(text)).logFormats())
        .containsKey("a");
  }

  @Test
  void brokenTextIsNoError() {
    assertThat(read("} } ; { log_format; map { x } 'never closed").logFormats()).isEmpty();
    assertThat(read("log_format a '${status").logFormats()).isEmpty();
  }
}
