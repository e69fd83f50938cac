using System.Text;
using System.Text.Encodings.Web;

namespace Hanzo.Network.Conversations;

/// <summary>The bounds of one session. A text that fits is sure to fit, with everything around it, in one event and one message.</summary>
public static class ConversationLimits
{
    /// <summary>Runs that wait behind the active one.</summary>
    public const int MaxQueued = 16;

    public const int MaxToolCallsPerReply = 32;

    /// <summary>So deep agents may ask each other: the run of a person's request is 0 deep.</summary>
    public const int MaxDepth = 4;

    /// <summary>Steps of another agent's run that are told in the journal of the run that asked for it.</summary>
    public const int MaxChildSteps = 200;

    /// <summary>Runs of one session; its whole history is kept.</summary>
    public const int MaxRuns = 1000;

    /// <summary>Bytes of one event, and of one message between nodes.</summary>
    public const int MaxEventBytes = 256 * 1024;

    /// <summary>Bytes of one text (input, reply, tool output) as JSON in UTF-8; the rest of the event has 32 KiB.</summary>
    public const int MaxTextBytes = 224 * 1024;

    /// <summary>Bytes that <paramref name="text"/> takes as a JSON string in UTF-8, without its quotes.</summary>
    public static int JsonBytes(string text) =>
        Encoding.UTF8.GetByteCount(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text));

    /// <summary>True when the text may be stored; texts beyond the bound are measured by their length first.</summary>
    public static bool Fits(string text, int maxBytes = MaxTextBytes) => text.Length <= maxBytes && JsonBytes(text) <= maxBytes;
}
