namespace Akka.Embedded.Remoting
{
    /// <summary>Why a message does not leave this system; the connection is not affected.</summary>
    internal sealed class UnsendableException(string message, Exception? cause = null) : Exception(message, cause)
    {
        public static UnsendableException Of(object unsendable, Exception cause) =>
            new($"{unsendable.GetType().FullName} cannot be sent: {cause.Message}", cause);
    }
}

namespace Akka.Remote
{
    /// <summary>The cause in the log when a message is longer than `maximum-frame-size`; it names type, size and limit.</summary>
    internal sealed class OversizedPayloadException(string message) : Akka.Actor.AkkaException(message);
}
