// What is left of a small screen when its keyboard is open. Only there the box
// fills the screen; elsewhere its size is the style's matter.

export class Viewport {
  private readonly update_ = (): void => {
    const view = window.visualViewport;
    // Someone who has zoomed in looks at a part; the box keeps its size then.
    if (view === null || view.scale > 1.01) return;
    this.node_.style.setProperty("--view-height", `${view.height}px`);
    this.node_.style.setProperty("--view-top", `${view.offsetTop}px`);
  };

  constructor(private readonly node_: HTMLElement) {
    window.visualViewport?.addEventListener("resize", this.update_);
    window.visualViewport?.addEventListener("scroll", this.update_);
    this.update_();
  }

  destroy(): void {
    window.visualViewport?.removeEventListener("resize", this.update_);
    window.visualViewport?.removeEventListener("scroll", this.update_);
  }
}
