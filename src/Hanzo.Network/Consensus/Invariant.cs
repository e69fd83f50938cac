using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Hanzo.Network.Consensus;

/// <summary>What the algorithm takes for granted and checks nevertheless, always: a member that breaks one must not go on.</summary>
internal static class Invariant
{
    public static void Require(
        [DoesNotReturnIf(false)] bool holds, string what, [CallerArgumentExpression(nameof(holds))] string expression = "")
    {
        if (!holds) throw new InvalidOperationException($"consensus: {what} (broken: {expression}).");
    }
}
