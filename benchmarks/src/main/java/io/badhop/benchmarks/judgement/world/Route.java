package io.badhop.benchmarks.judgement.world;

import java.util.regex.Pattern;

/**
 * One kind of request.
 *
 * @param method HTTP method
 * @param template path, with {@code {n}}, {@code {uuid}} and {@code {word}} for what changes
 * @param pool who answers it
 * @param weight share of the traffic, relative to other routes
 * @param medianMs how long the application takes, in the median
 */
public record Route(String method, String template, Pool pool, double weight, double medianMs) {

  /** A path of this route. */
  String path(Dice dice) {
    return template
        .replace("{n}", Integer.toString(1 + dice.below(90_000)))
        .replace("{uuid}", template.contains("{uuid}") ? dice.uuid() : "")
        .replace("{word}", WORDS[dice.below(WORDS.length)]);
  }

  private static final String[] WORDS = {"lamp", "chair", "usb-cable", "desk", "mug", "sofa"};

  /** Whether answers may come out of a cache. */
  public boolean isStatic() {
    return template.startsWith("/static/");
  }

  /** Paths of this route, and templates as they are guessed of them. */
  public Pattern pattern() {
    String quoted = template.replaceAll("\\{(n|uuid|word)}", "\\\\E[^/]+\\\\Q");
    return Pattern.compile("^\\Q" + quoted + "\\E$");
  }
}
