using System.Globalization;

namespace Hanzo.Network.Conversations;

/// <summary>One effect of a session: the run's number and the step within it, both counted from 1.</summary>
public readonly record struct EffectId(long Run, int Step)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}.{Step}");
}
