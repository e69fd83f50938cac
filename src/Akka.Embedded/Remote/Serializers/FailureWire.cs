using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>
/// A failure crosses the network as a code and its message: kinds that callers tell apart keep their type, any other becomes a
/// <see cref="RemoteFailureException"/> that names the original one.
/// </summary>
internal static class FailureWire
{
    private const int MaxTextBytes = 64 * 1024;
    private const string Other = "other";

    public static void Write(Exception? cause, IBufferWriter<byte> output)
    {
        var code = CodeOf(cause);
        output.WriteString(code);
        output.WriteString(code == Other ? cause!.GetType().Name : "");
        output.WriteString(Cut(cause?.Message ?? ""));
    }

    public static Exception Read(ref WireReader reader)
    {
        var code = reader.ReadString("failure", MaxTextBytes);
        var type = reader.ReadString("type", MaxTextBytes);
        var message = reader.ReadString("message", MaxTextBytes);
        return code switch
        {
            "timeout" => new TimeoutException(message),
            "ask-timeout" => new AskTimeoutException(message),
            "canceled" => new OperationCanceledException(message),
            "argument" => new ArgumentException(message),
            "invalid-operation" => new InvalidOperationException(message),
            "not-supported" => new NotSupportedException(message),
            _ => new RemoteFailureException(type, message),
        };
    }

    private static string CodeOf(Exception? cause) => cause switch
    {
        AskTimeoutException => "ask-timeout",
        TimeoutException => "timeout",
        OperationCanceledException => "canceled",
        ArgumentException => "argument",
        InvalidOperationException => "invalid-operation",
        NotSupportedException => "not-supported",
        null => "canceled",
        _ => Other,
    };

    private static string Cut(string text) => text.Length <= MaxTextBytes / 4 ? text : text[..(MaxTextBytes / 4)];
}

/// <summary>A failure that happened on another node.</summary>
internal sealed class RemoteFailureException(string type, string message) : AkkaException($"{type}: {message}");
