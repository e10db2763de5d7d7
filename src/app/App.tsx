/** A whole page: what stands at its address, with header and footer unless it is to stand in a frame. */
import { Footer } from './Footer';
import { Header } from './Header';
import type { Page } from './pages';
import { Surroundings, type SurroundingsProps } from './Surroundings';

type Props = Pick<SurroundingsProps, 'root' | 'recordings' | 'lab'> & { readonly page: Page };

export function App({ page, ...surroundings }: Props) {
  const { place, order, content } = page;
  return (
    <Surroundings place={place} order={order} {...surroundings}>
      {place !== 'page' ? (
        content
      ) : (
        <>
          <a className="skip-link" href="#main">
            Skip to the text
          </a>
          <Header />
          {content}
          <Footer />
        </>
      )}
    </Surroundings>
  );
}
