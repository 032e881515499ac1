package io.badhop.cli.config;

import io.badhop.streams.summarise.RouteTemplate;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The paths of an API as its description gives them: OpenAPI 3 or Swagger 2, YAML or JSON. Each
 * path stands below the path part of every server that holds for it ({@code servers} of the path,
 * else of the file, {@code basePath} in Swagger 2); their hosts do not count.
 *
 * @param file the description
 * @param templates its paths, in order of the file
 */
public record OpenApi(Path file, List<RouteTemplate> templates) {

  private static final int MAX_CHARACTERS = 64 * 1024 * 1024;

  public OpenApi {
    templates = List.copyOf(templates);
  }

  /**
   * Reads a description.
   *
   * @throws IllegalArgumentException with file, line and mend, when it cannot be read or has no
   *     paths
   */
  static OpenApi read(Path file) {
    Map<String, Node> root = mapping(compose(file));
    if (!(root.get("paths") instanceof MappingNode paths)) {
      throw new IllegalArgumentException(
          file + ": has no paths; name an OpenAPI 3 or Swagger 2 description");
    }
    List<String> bases = bases(file, root);
    List<RouteTemplate> templates = new ArrayList<>();
    for (NodeTuple tuple : paths.getValue()) {
      String path = text(tuple.getKeyNode());
      if (!path.startsWith("x-")) {
        Map<String, Node> item = mapping(tuple.getValueNode());
        for (String base : item.containsKey("servers") ? bases(file, item) : bases) {
          templates.add(template(file, base, path, tuple.getKeyNode()));
        }
      }
    }
    return new OpenApi(file, templates);
  }

  private static RouteTemplate template(Path file, String base, String path, Node node) {
    if (!path.startsWith("/")) {
      throw problem(file, node, "the path '" + path + "' must begin with /");
    }
    try {
      return RouteTemplate.of(base + path);
    } catch (IllegalArgumentException e) {
      throw problem(file, node, e.getMessage());
    }
  }

  /** What stands before all paths; one empty text when nothing does. */
  private static List<String> bases(Path file, Map<String, Node> owner) {
    List<String> bases = new ArrayList<>();
    if (owner.get("servers") instanceof SequenceNode servers) {
      for (Node server : servers.getValue()) {
        bases.add(base(file, mapping(server), server));
      }
    } else if (owner.get("basePath") instanceof ScalarNode base) {
      bases.add(trimmed(base.getValue()));
    }
    return bases.isEmpty() ? List.of("") : bases.stream().distinct().toList();
  }

  private static String base(Path file, Map<String, Node> server, Node node) {
    String url = text(server.get("url"));
    for (Map.Entry<String, Node> variable : mapping(server.get("variables")).entrySet()) {
      String value = text(mapping(variable.getValue()).get("default"));
      url = url.replace('{' + variable.getKey() + '}', value);
    }
    try {
      String path = URI.create(url).getPath();
      return trimmed(path == null ? "" : path);
    } catch (IllegalArgumentException e) {
      throw problem(
          file, node, "the server's url '" + url + "' is none; give each variable a default");
    }
  }

  private static String trimmed(String base) {
    String path = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
  }

  private static Map<String, Node> mapping(Node node) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(tuple -> entries.put(text(tuple.getKeyNode()), tuple.getValueNode()));
    }
    return entries;
  }

  private static String text(Node node) {
    return node instanceof ScalarNode word ? word.getValue() : "";
  }

  private static Node compose(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    try {
      return new Yaml(options).compose(new StringReader(Files.readString(file)));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      throw problem(file, mark, "neither YAML nor JSON: " + e.getProblem());
    } catch (YAMLException e) {
      throw new IllegalArgumentException(file + ": neither YAML nor JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + (Files.exists(file) ? ": cannot be read as UTF-8 text" : ": no such file"), e);
    }
  }

  private static IllegalArgumentException problem(Path file, Node node, String message) {
    return problem(file, node.getStartMark(), message);
  }

  private static IllegalArgumentException problem(Path file, Mark mark, String message) {
    return new IllegalArgumentException(
        new Problem(file.toString(), mark.getLine() + 1, mark.getColumn() + 1, message).toString());
  }
}
