import { useState } from 'react';
import type { Source } from '../../essay/figure';
import type { BirthdayFrame } from './birthday.experiment';
import { type Board, cardsOf, emptyBoard, exampleBoard } from './marks';

/**
 * The reader's marks by the finished frame that they were made on: a new run starts without any, and a pinned one keeps
 * its own. The recorded sample, which is shown first, has its first pairs marked.
 */
export function useBoards(frame: BirthdayFrame, source: Source) {
  const [boards, setBoards] = useState<ReadonlyMap<BirthdayFrame, Board>>(
    () => new Map(source === 'recorded' ? [[frame, exampleBoard(cardsOf(frame))]] : []),
  );
  return {
    boardOf: (one: BirthdayFrame): Board => boards.get(one) ?? emptyBoard(cardsOf(one)),
    keep: (board: Board) => setBoards((before) => new Map([...before, [frame, board]])),
  };
}
