using System.Collections.Immutable;

namespace Hanzo.Network.State;

/// <summary>How much of a node's own journal is on its board: whoever begins with that board reads only what came later.</summary>
/// <param name="Writer">Whose events come next.</param>
/// <param name="Events">So many, from the first one on.</param>
/// <param name="Sequence">Of the last operation among them; 0: there is none.</param>
/// <param name="Last">Names the last of them, so that another journal is not taken for this one.</param>
/// <param name="Met">Writers that are noted in them.</param>
public sealed record JournalMark(string Writer, long Events, long Sequence, string Last, ImmutableArray<string> Met);
