package io.badhop.cli.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Binds a YAML tree to records and keeps count of what is wrong with it, so that the user sees all
 * of it at once. A key that is left out takes the value of the default record; a record in a list
 * or map takes its defaults from a static field {@code DEFAULT} of its type.
 */
final class YamlBinder {

  private final String file;
  private final Scalars scalars;
  private final List<Problem> problems = new ArrayList<>();

  YamlBinder(String file, Scalars scalars) {
    this.file = file;
    this.scalars = scalars;
  }

  List<Problem> problems() {
    return problems;
  }

  /**
   * The record that a mapping describes; the defaults where it cannot be bound, with the problem
   * noted.
   */
  <R> R record(Node node, R defaults, String path) {
    if (!(node instanceof MappingNode mapping)) {
      complain(node, path, "expects keys and values below it, found " + kind(node));
      return defaults;
    }
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    List<String> known =
        Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toList());
    Map<String, Node> given = entries(mapping, path, known);
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < values.length; i++) {
      types[i] = components[i].getType();
      Object fallback = get(components[i], defaults);
      Node value = given.get(components[i].getName());
      values[i] =
          value == null
              ? fallback
              : value(
                  value,
                  components[i].getGenericType(),
                  fallback,
                  join(path, components[i].getName()));
    }
    return build(mapping, defaults, types, values, path);
  }

  private Object value(Node node, Type type, Object fallback, String path) {
    if (node.getTag().equals(Tag.NULL)) {
      return fallback;
    }
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return generic.getRawType() == List.class
          ? list(node, element, path)
          : map(node, element, path);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == KafkaSettings.class) {
      return new KafkaBinder(this).bind(node, path);
    }
    return scalars.reads(plain)
        ? scalar(node, plain, fallback, path)
        : record(node, fallback == null ? defaultsOf(plain) : fallback, path);
  }

  private Object scalar(Node node, Class<?> type, Object fallback, String path) {
    if (!(node instanceof ScalarNode word)) {
      complain(node, path, "expects one value, found " + kind(node));
      return fallback;
    }
    try {
      return scalars.read(word.getValue(), type);
    } catch (IllegalArgumentException e) {
      complain(node, path, e.getMessage());
      return fallback;
    }
  }

  /** A single value stands for a list of one. */
  private List<Object> list(Node node, Type element, String path) {
    List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Object value = value(items.get(i), element, null, path + "[" + i + "]");
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private Map<String, Object> map(Node node, Type element, String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      complain(node, path, "expects names and values below it, found " + kind(node));
      return values;
    }
    entries(mapping, path, null)
        .forEach(
            (name, child) -> {
              Object blank =
                  element instanceof Class<?> type && type.isRecord() ? defaultsOf(type) : null;
              Object value = value(child, element, blank, join(path, name));
              if (value != null) {
                values.put(name, value);
              }
            });
    return values;
  }

  /** Keys and values of a mapping; those not known are complained about. */
  Map<String, Node> entries(MappingNode mapping, String path, List<String> known) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode word ? word.getValue() : "";
      if (known != null && !known.contains(key)) {
        complain(tuple.getKeyNode(), join(path, key), "unknown key" + mend(key, known));
      } else if (entries.put(key, tuple.getValueNode()) != null) {
        complain(tuple.getKeyNode(), join(path, key), "given twice; remove one of the two");
      }
    }
    return entries;
  }

  private static String mend(String key, List<String> known) {
    String hint = Nearest.hint(key, known);
    return hint.isEmpty() ? "; known here: " + String.join(", ", known) : hint;
  }

  void complain(Node node, String path, String message) {
    Mark mark = node.getStartMark();
    problems.add(
        new Problem(
            file,
            mark.getLine() + 1,
            mark.getColumn() + 1,
            (path.isEmpty() ? "" : path + ": ") + message));
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  static String kind(Node node) {
    return switch (node.getNodeId()) {
      case mapping -> "keys and values";
      case sequence -> "a list";
      default -> "'" + ((ScalarNode) node).getValue() + "'";
    };
  }

  private <R> R build(Node node, R defaults, Class<?>[] types, Object[] values, String path) {
    try {
      @SuppressWarnings("unchecked")
      Class<R> type = (Class<R>) defaults.getClass();
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      complain(node, path, String.valueOf(e.getCause().getMessage()));
      return defaults;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object get(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object defaultsOf(Class<?> type) {
    try {
      return type.getField("DEFAULT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no DEFAULT", e);
    }
  }
}
