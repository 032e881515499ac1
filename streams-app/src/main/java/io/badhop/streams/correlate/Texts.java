package io.badhop.streams.correlate;

/**
 * The texts of the few pages that are written to by turns; of a page that was not written to for
 * long they are forgotten.
 */
final class Texts {

  private static final int PAGES = 8;

  private final PageTexts[] pages = new PageTexts[PAGES];
  private long uses;

  PageTexts of(int page) {
    int oldest = 0;
    for (int i = 0; i < PAGES; i++) {
      if (pages[i] == null) {
        pages[i] = new PageTexts();
      }
      if (pages[i].page() == page) {
        pages[i].used = ++uses;
        return pages[i];
      }
      oldest = pages[i].used < pages[oldest].used ? i : oldest;
    }
    pages[oldest].turn(page);
    pages[oldest].used = ++uses;
    return pages[oldest];
  }

  /** The page is given back. */
  void forget(int page) {
    for (PageTexts texts : pages) {
      if (texts != null && texts.page() == page) {
        texts.turn(-1);
      }
    }
  }
}
