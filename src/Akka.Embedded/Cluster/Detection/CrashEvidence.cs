using System.Net.Sockets;
using Akka.Remote;

namespace Akka.Embedded.Membership;

/// <summary>What a failed connection says of the node at its other end.</summary>
internal static class CrashEvidence
{
    /// <summary>
    /// One's own host says that nothing listens at that port: the process has ended, or has closed its listener. Another host's
    /// refusal proves nothing (a firewall may have answered), and would hurry one side of a split only.
    /// </summary>
    public static bool IsOfEnd(AssociationErrorEvent failed)
    {
        if (failed.IsInbound || failed.LocalAddress.Host != failed.RemoteAddress.Host)
        {
            return false;
        }

        for (var cause = failed.Cause; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                return true;
            }
        }

        return false;
    }
}
