package dev.marathon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns of text, each as wide as its widest cell. */
final class Table {

  /**
   * @param style colour of the cell, if any
   */
  record Cell(String text, Optional<Style> style) {
    static Cell of(Object text) {
      return new Cell(Plain.line(String.valueOf(text)), Optional.empty());
    }

    static Cell of(Object text, Style style) {
      return new Cell(Plain.line(String.valueOf(text)), Optional.of(style));
    }
  }

  private final List<String> titles;
  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String... titles) {
    this.titles = List.of(titles);
  }

  Table row(Object... cells) {
    var row = new ArrayList<Cell>();
    for (var cell : cells) {
      row.add(cell instanceof Cell styled ? styled : Cell.of(cell));
    }
    rows.add(row);
    return this;
  }

  /** One line per row under the titles, without blanks at line ends. */
  List<String> lines(boolean colours) {
    var widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = titles.get(i).length();
      for (var row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).text().length());
      }
    }
    var lines = new ArrayList<String>();
    lines.add(
        line(titles.stream().map(title -> Cell.of(title, Style.BOLD)).toList(), widths, colours));
    rows.forEach(row -> lines.add(line(row, widths, colours)));
    return lines;
  }

  private static String line(List<Cell> cells, int[] widths, boolean colours) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      var cell = cells.get(i);
      line.append(cell.style().map(style -> style.of(cell.text(), colours)).orElse(cell.text()));
      if (i < cells.size() - 1) {
        line.append(" ".repeat(widths[i] - cell.text().length() + 2));
      }
    }
    return line.toString().stripTrailing();
  }
}
