using System.Net.Sockets;
using Akka.Remote;

namespace Akka.Embedded.Membership;

/// <summary>What a failed connection says of the node at its other end.</summary>
internal static class CrashEvidence
{
    /// <summary>The host is there and says that nothing listens at that port: the process has ended, or has closed its listener.</summary>
    public static bool IsRefusal(AssociationErrorEvent failed)
    {
        for (var cause = failed.Cause; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                return !failed.IsInbound;
            }
        }

        return false;
    }
}
