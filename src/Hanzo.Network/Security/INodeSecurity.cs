using System.Security.Cryptography.X509Certificates;

namespace Hanzo.Network.Security;

/// <summary>
/// Who this node is in a secured network and whom it trusts. Everything may change while the node runs (renewal, revocation), so it is
/// asked anew whenever it is needed. Called on any thread.
/// </summary>
public interface INodeSecurity
{
    NetworkKeys Keys { get; }

    /// <summary>This node's certificate with its private key.</summary>
    X509Certificate2 Certificate { get; }

    /// <summary>The only roots that peers' certificates may lead to.</summary>
    X509Certificate2Collection Authorities { get; }

    /// <summary>Whether peers must show a certificate of <see cref="Authorities"/>; false encrypts without knowing for whom.</summary>
    bool VerifiesPeers { get; }

    /// <summary>Why a peer is refused although its certificate leads to an authority, as one that was revoked; null: it is not.</summary>
    string? Refuse(X509Certificate2 peer);

    /// <summary>What all nodes must know of whom not to trust, as it is now.</summary>
    RevocationList Revocations { get; }

    /// <summary>
    /// Takes a list that another node told, if the authority signed it and it is newer. One that could not be kept on disk is tried again
    /// with whatever is offered next, be it the same.
    /// </summary>
    /// <returns>Whether it was taken, or is kept only now; it counts from when it was taken, for open connections too.</returns>
    /// <exception cref="Exception">It was taken, now or before, and cannot be kept on disk.</exception>
    bool Offer(RevocationList list);
}
