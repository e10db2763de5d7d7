/** The styles of every page, from the ground up. */
import './theme.css';
import './page.css';
import './chapter.css';
import '../essay/essay.css';
import '../essay/figure.css';
import '../controls/controls.css';
import '../plots/plots.css';
import './embed/embed.css';
import './print.css';
