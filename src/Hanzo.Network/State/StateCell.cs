using System.Text;

namespace Hanzo.Network.State;

/// <summary>A part and the text that it is replicated as, which is written when somebody asks for it: replaying makes many parts.</summary>
public sealed class StateCell
{
    private string? _text;
    private int _bytes;

    private StateCell(StatePart part, string? text) => (Part, _text) = (part, text);

    public StatePart Part { get; }

    // Threads that meet here write the same.
    public string Text => _text ??= StateCodec.Write(Part);

    public int Bytes => _bytes > 0 ? _bytes : _bytes = Encoding.UTF8.GetByteCount(Text);

    public static StateCell Of(StatePart part) => new(part, null);

    /// <exception cref="FormatException">
    /// The text is no part of shared state, or larger than <see cref="StateLimits.MaxBucketBytes"/>.
    /// </exception>
    public static StateCell Parse(string text) => new(StateCodec.ReadPart(text), text);
}
