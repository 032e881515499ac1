package io.badhop.benchmarks.judgement.judge;

import io.badhop.benchmarks.judgement.label.Label;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Route;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether an incident's key names what failed: the one bad instance, the whole pool, the paths, or
 * the proxies that the edge cannot reach. The rules are those by which recorded incidents are
 * scored.
 */
final class Keys {

  /** Kinds that name one instance; to an edge without proxies behind it that is an origin. */
  private static final Set<KeyKind> ONE =
      EnumSet.of(KeyKind.UPSTREAM, KeyKind.INSTANCE, KeyKind.ORIGIN);

  private final Label label;
  private final Set<String> names = new HashSet<>();

  private Keys(Label label) {
    this.label = label;
    for (Server server : label.servers()) {
      names.add(server.address());
      names.add(server.host());
      names.add(server.name());
      names.add("bk_" + server.pool() + "/" + server.name());
      names.add(server.pool() + ".internal");
    }
    // Where a name or a configuration led instead.
    names.add("10.250.77.9");
    names.add("10.250.88.4");
  }

  static boolean right(Escalation said, Label label) {
    return label.anyKey() || new Keys(label).right(said);
  }

  private boolean hit(String value) {
    boolean port = !value.startsWith("unix:") && value.indexOf(':') > 0;
    String host = port ? value.substring(0, value.lastIndexOf(':')) : value;
    return names.contains(value) || names.contains(host);
  }

  private boolean right(Escalation said) {
    KeyKind kind = said.getKey().getKind();
    String value = said.getKey().getValue();
    return switch (Kind.valueOf(label.name()).layer()) {
      case EDGE -> edge(kind, value);
      case PROXY -> proxy(kind, value);
      default -> inner(said, kind, value);
    };
  }

  private boolean edge(KeyKind kind, String value) {
    if (kind == KeyKind.ORIGIN || kind == KeyKind.PROXY) {
      return hit(value) || label.servers().isEmpty();
    }
    boolean wide = EnumSet.of(KeyKind.HOST, KeyKind.ALL, KeyKind.POOL).contains(kind);
    return wide && label.servers().size() != 1;
  }

  private boolean proxy(KeyKind kind, String value) {
    boolean wide =
        EnumSet.of(KeyKind.POOL, KeyKind.HOST, KeyKind.PROXY, KeyKind.ALL, KeyKind.ORIGIN)
            .contains(kind);
    return wide || kind == KeyKind.UPSTREAM && hit(value);
  }

  private boolean inner(Escalation said, KeyKind kind, String value) {
    List<Key> named = new ArrayList<>(said.getExplains());
    named.add(0, said.getKey());
    int servers = label.servers().size();
    boolean home = label.routes().stream().anyMatch(route -> route.template().equals("/"));
    boolean broad = label.routes().isEmpty() || home && label.routes().size() > 1;
    if (broad && servers == 1) {
      return ONE.contains(kind) && hit(value);
    }
    if (broad) {
      long several =
          named.stream()
              .filter(key -> key.getKind() == KeyKind.UPSTREAM && hit(key.getValue()))
              .map(Key::getValue)
              .distinct()
              .count();
      return EnumSet.of(KeyKind.POOL, KeyKind.HOST, KeyKind.ALL).contains(kind) || several >= 2;
    }
    if (servers == 1 && (kind == KeyKind.POOL || ONE.contains(kind) && hit(value))) {
      return true;
    }
    if (kind == KeyKind.POOL && value.contains(pool()) && label.routes().size() > 1) {
      return true;
    }
    List<String> paths =
        named.stream()
            .filter(key -> key.getKind() == KeyKind.PATH)
            .map(key -> key.getValue().substring(Math.max(0, key.getValue().indexOf('/'))))
            .toList();
    boolean ofPaths = EnumSet.of(KeyKind.PATH, KeyKind.POOL, KeyKind.HOST).contains(kind);
    return ofPaths && !paths.isEmpty() && paths.stream().allMatch(this::concerned);
  }

  private String pool() {
    return label.routes().get(0).pool().name();
  }

  private boolean concerned(String path) {
    return label.routes().stream().map(Route::pattern).anyMatch(p -> p.matcher(path).find());
  }
}
