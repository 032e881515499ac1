package io.badhop.ingest.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/** Which files a path stands for: itself, what a folder holds, or what a pattern matches. */
public final class LogPaths {
  private static final int DEPTH = 16;
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");
  private static final Pattern ROTATED =
      Pattern.compile(
          ".*(\\.[0-9]{1,4}|[-.][0-9]{8}([-_T]?[0-9]{2,6})?|\\.(gz|bz2|xz|zst|zip|old))");

  private LogPaths() {}

  /**
   * All regular files in a folder and the folders in it, sorted by path. Names that begin with a
   * dot are passed over; links are followed, loops are not.
   *
   * @throws IOException when a folder may not be read
   */
  public static List<Path> filesIn(Path folder) throws IOException {
    return filesIn(folder, false);
  }

  private static List<Path> filesIn(Path folder, boolean tolerant) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        DEPTH,
        new Collector(folder, files, tolerant));
    files.sort(null);
    return files;
  }

  /**
   * Files to follow that exist now: the file itself (also when it does not exist yet), the files in
   * a folder, or those that a pattern such as {@code /var/log/nginx/*.log} matches. Rotated and
   * compressed ones are left out of folders and patterns, and so are folders in them that may not
   * be read.
   */
  public static List<Path> toFollow(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return unrotated(filesIn(path, true));
    }
    if (!GLOB.matcher(path.toString()).find() || Files.exists(path)) {
      return List.of(path);
    }
    Path fixed = fixedPart(path);
    if (!Files.isDirectory(fixed)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path.toAbsolutePath());
    return unrotated(filesIn(fixed, true)).stream()
        .filter(file -> matcher.matches(file.toAbsolutePath()))
        .toList();
  }

  private static Path fixedPart(Path pattern) {
    Path fixed = pattern.toAbsolutePath();
    while (GLOB.matcher(fixed.toString()).find()) {
      fixed = fixed.getParent();
    }
    return fixed;
  }

  private static List<Path> unrotated(List<Path> files) {
    return files.stream()
        .filter(file -> !ROTATED.matcher(file.getFileName().toString()).matches())
        .toList();
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<Path> files;
    private final boolean tolerant;

    Collector(Path root, List<Path> files, boolean tolerant) {
      this.root = root;
      this.files = files;
      this.tolerant = tolerant;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.equals(root) || !hidden(folder)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && !hidden(file)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(root) || e instanceof AccessDeniedException && !tolerant) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }

    private static boolean hidden(Path path) {
      return path.getFileName().toString().startsWith(".");
    }
  }
}
