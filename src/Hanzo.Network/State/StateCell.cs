using System.Text;

namespace Hanzo.Network.State;

/// <summary>A part and the text that it is replicated as.</summary>
public sealed class StateCell
{
    private StateCell(StatePart part, string text) => (Part, Text, Bytes) = (part, text, Encoding.UTF8.GetByteCount(text));

    public StatePart Part { get; }
    public string Text { get; }
    public int Bytes { get; }

    public static StateCell Of(StatePart part) => new(part, StateCodec.Write(part));

    /// <exception cref="FormatException">
    /// The text is no part of shared state, or larger than <see cref="StateLimits.MaxBucketBytes"/>.
    /// </exception>
    public static StateCell Parse(string text) => new(StateCodec.ReadPart(text), text);
}
