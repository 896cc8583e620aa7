// Unread lines in the title of a page that is not looked at.

export class PageTitle {
  private shown_ = "";

  /** @param unread none, or the page is looked at: the title is the page's. */
  update(unread: number): void {
    // The page may have changed its title meanwhile.
    const own = document.title.startsWith(this.shown_)
      ? document.title.slice(this.shown_.length)
      : document.title;
    this.shown_ = unread > 0 ? `(${unread}) ` : "";
    const wanted = this.shown_ + own;
    if (document.title !== wanted) document.title = wanted;
  }
}
