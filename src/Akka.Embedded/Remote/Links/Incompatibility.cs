using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>Why two nodes cannot talk, as the greeting shows it; null: they can.</summary>
internal static class Incompatibility
{
    public static string? Of(Greeting.Hello hello)
    {
        if (hello.SpokenRuntime != Greeting.Runtime)
        {
            return $"one side runs '{hello.SpokenRuntime}', the other '{Greeting.Runtime}', and the two never join";
        }

        return hello.SpokenVersion == Greeting.ProtocolVersion
            ? null
            : $"one side speaks protocol version {hello.SpokenVersion}, the other {Greeting.ProtocolVersion}";
    }
}
