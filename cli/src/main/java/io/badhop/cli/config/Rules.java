package io.badhop.cli.config;

import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.summarise.Exempt;
import io.badhop.streams.summarise.Routes;
import java.util.List;
import java.util.Map;

/**
 * What a replay takes from a configuration. The components are its sections, by name.
 *
 * @param sites groups of hosts, of which the templates of paths count and what is ignored
 * @param detect when failures become an incident
 */
public record Rules(Map<String, Settings.Site> sites, DetectConfig detect) {

  /** No templates, default thresholds. */
  public static final Rules DEFAULT = new Rules(Map.of(), DetectConfig.DEFAULT);

  static final List<String> SECTIONS = List.of("sites", "detect");

  public Rules {
    sites = Map.copyOf(sites);
  }

  /** Requests whose failures concern no user, by site. */
  public Map<String, Exempt> exempt() {
    return Settings.exempt(sites);
  }

  /** Templates of paths that were given, compiled, by site. */
  public Map<String, Routes> routes() {
    return Settings.routes(sites);
  }
}
