package io.badhop.ingest.parse.apache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an Apache configuration tells of logs and upstreams. */
class ApacheConfigTest {

  private static ApacheConfig read(String text) {
    return ApacheConfig.parse("apache.conf", text, name -> Optional.empty());
  }

  @Test
  void formatsAndTheFilesWrittenInThemAreKnown() {
    ApacheConfig config =
        read(
            """
            # LogFormat "%h" not_this
            LogFormat "%h \\"%r\\" %>s" short
            CustomLog "/var/log/apache2/shop.log" short
            CustomLog logs/other.log "%t %s"
            ErrorLog ${APACHE_LOG_DIR}/shop-error.log
            """);

    assertThat(config.logFormats()).containsEntry("short", "%h \"%r\" %>s").hasSize(1);
    assertThat(config.accessLogs())
        .containsEntry("shop.log", "short")
        .containsEntry("other.log", "%t %s");
    assertThat(config.errorLogs()).containsExactly("shop-error.log");
  }

  @Test
  void membersBelongToTheirBalancer() {
    ApacheConfig config =
        read(
            """
            <Proxy "balancer://shop/">
              BalancerMember http://10.1.1.1:8080 retry=3
              BalancerMember https://10.1.1.2
              BalancerMember unix:/run/app.sock|http://localhost
            </Proxy>
            BalancerMember balancer://other http://10.1.1.3:81
            """);

    assertThat(config.addresses().poolOf())
        .containsEntry("10.1.1.1:8080", "shop")
        .containsEntry("10.1.1.2:443", "shop")
        .containsEntry("unix:/run/app.sock", "shop")
        .containsEntry("10.1.1.3:81", "other");
  }

  @Test
  void thePrefixesOfProxyPassKeepTheirOrderAndExemptions() {
    ApacheConfig config =
        read(
            """
            ProxyPass /static/ !
            ProxyPass /pay/ https://10.1.1.9/pay/ retry=0
            ProxyPass / balancer://shop/
            """);

    assertThat(config.targets())
        .containsExactly(
            Map.entry("/static/", ""), Map.entry("/pay/", "10.1.1.9:443"), Map.entry("/", ""));
  }

  @Test
  void includedFilesAreReadAndMissingOnesPassedOver() {
    ApacheConfig config =
        ApacheConfig.parse(
            "apache.conf",
            "Include gone.conf\nIncludeOptional part.conf\n",
            name ->
                name.equals("part.conf")
                    ? Optional.of(
                        "LogFormat \"%h\" inner\nProxyPass /a http://10.1.1.4:80/\nErrorLog e.log\n"
                            + "<Proxy balancer://b>\nBalancerMember http://10.1.1.5:80\n</Proxy>")
                    : Optional.empty());

    assertThat(config.logFormats()).containsKey("inner");
    assertThat(config.targets()).containsExactly(Map.entry("/a", "10.1.1.4:80"));
    assertThat(config.errorLogs()).containsExactly("e.log");
    assertThat(config.addresses().poolOf()).containsEntry("10.1.1.5:80", "b");
  }

  @Test
  void brokenTextIsNoError() {
    assertThat(read("LogFormat\n\"\nProxyPass /\n<Proxy\nBalancerMember\nCustomLog").logFormats())
        .containsOnlyKeys("");
  }
}
