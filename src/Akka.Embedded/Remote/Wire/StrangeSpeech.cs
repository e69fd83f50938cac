using System.Text;

namespace Akka.Embedded.Wire;

/// <summary>Guesses who it is that does not begin with the magic, for the log.</summary>
internal static class StrangeSpeech
{
    /// <summary>As many first bytes as a guess needs.</summary>
    public const int Needed = 96;

    private const byte TlsHandshake = 0x16;
    private const byte TlsMajorVersion = 0x03;
    private static readonly string[] HttpSigns = ["HTTP/1", "HTTP/2"];

    public static string Describe(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty)
        {
            return "nothing was said";
        }

        if (first.Length > 1 && first[0] == TlsHandshake && first[1] == TlsMajorVersion)
        {
            return "it speaks TLS; this node does not";
        }

        var text = Encoding.Latin1.GetString(first);
        if (HttpSigns.Any(sign => text.Contains(sign, StringComparison.Ordinal)))
        {
            return "it speaks HTTP; this is a remoting port";
        }

        return text.Contains("akka.tcp", StringComparison.Ordinal) || text.Contains("tcp", StringComparison.Ordinal)
            ? $"it runs Akka.NET itself; this node runs '{Greeting.Runtime}', and the two never join"
            : "it does not speak the protocol of this runtime";
    }
}
