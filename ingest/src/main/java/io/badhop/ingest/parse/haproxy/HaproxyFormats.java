package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.haproxy.HaproxyConfig.LogFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The formats that the lines of one source may have: HAProxy's own, and those of configurations.
 * All are tried on a line, as one syslog stream holds what all frontends write.
 */
final class HaproxyFormats {

  private static final String COUNTS = "%ac/%fc/%bc/%sc/%rc %sq/%bq";
  private static final String HTTP =
      "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc "
          + COUNTS
          + " %hr %hs %{+Q}r";
  private static final String HTTPS =
      HTTP
          + " %[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed]"
          + " %[ssl_fc_sni]/%sslv/%sslc";
  private static final String TCP = "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts " + COUNTS;
  private static final String CLF =
      "%{+Q}o %{-Q}ci - - [%trg] %r %ST %B \"\" \"\" %cp %ms %ft %b %s"
          + " %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %CC %CS %hrl %hsl";

  /** A connection that failed before there was a request: frontend, bind line and the reason. */
  private static final String ERROR = "%ci:%cp [%tr] %f/%[bind]: %[fc_err_str]";

  /**
   * A template to try.
   *
   * @param frontends frontends whose lines have it; empty when unknown
   * @param error whether it is about connections that failed
   */
  record Candidate(HaproxyTemplate template, Set<String> frontends, boolean error) {

    boolean isOf(String frontend) {
      return frontends.isEmpty() || frontend.isEmpty() || frontends.contains(frontend);
    }
  }

  private final List<Candidate> candidates = new ArrayList<>();
  private final List<Candidate> builtIn = new ArrayList<>();
  private final List<HaproxyTemplate> structuredData = new ArrayList<>();
  private final Map<String, HaproxyField> keys = new HashMap<>();

  HaproxyFormats(List<HaproxyConfig> configs) {
    configs.forEach(this::add);
    candidates.sort(Comparator.comparingInt(one -> -one.template().size()));
    HaproxySamples samples = new HaproxySamples(Map.of(), List.of());
    for (String format : List.of(HTTP, HTTPS, TCP, CLF)) {
      HaproxyTemplate template = HaproxyFormat.of(format, samples).template();
      builtIn.add(new Candidate(template, Set.of(), false));
    }
    builtIn.add(new Candidate(HaproxyFormat.of(ERROR, samples).template(), Set.of(), true));
    candidates.addAll(builtIn);
  }

  private void add(HaproxyConfig config) {
    for (LogFormat format : config.logFormats()) {
      HaproxySamples samples = new HaproxySamples(config.variables(), captures(format, config));
      HaproxyFormat compiled = HaproxyFormat.of(format.text(), samples);
      compiled.keys().forEach(keys::putIfAbsent);
      HaproxyTemplate template = compiled.template();
      if (template == null || template.size() == 0) {
        continue;
      }
      if (format.use() == LogFormat.Use.STRUCTURED_DATA) {
        structuredData.add(template);
      } else {
        boolean error = format.use() == LogFormat.Use.ERROR;
        candidates.add(new Candidate(template, format.frontends(), error));
      }
    }
  }

  /** Captures by number: those of the format's frontends, where they do not differ. */
  private static List<String> captures(LogFormat format, HaproxyConfig config) {
    Set<List<String>> found = new LinkedHashSet<>();
    Set<String> frontends =
        format.frontends().isEmpty() ? config.captures().keySet() : format.frontends();
    for (String frontend : new TreeSet<>(frontends)) {
      found.add(config.captures().getOrDefault(frontend, List.of()));
    }
    found.remove(List.of());
    return found.size() == 1 ? found.iterator().next() : List.of();
  }

  /** Those of configurations first, of which one that names more tells more. */
  List<Candidate> candidates() {
    return candidates;
  }

  /** HAProxy's own. */
  List<Candidate> builtIn() {
    return builtIn;
  }

  /** Formats of the structured data before a message. */
  List<HaproxyTemplate> structuredData() {
    return structuredData;
  }

  /** Names of fields in JSON. */
  Map<String, HaproxyField> keys() {
    return keys;
  }
}
