namespace Hanzo.Network.Node.Enrolment;

/// <summary>A node's certificate and what can be done about it.</summary>
internal interface IOwnCertificate
{
    (DateTimeOffset NotBefore, DateTimeOffset NotAfter) Validity { get; }

    /// <summary>Why the network trusts this node no more; null: it does, for all that is known here.</summary>
    string? Revoked { get; }

    /// <returns>Why there is no new one, in words for the user; null: there is.</returns>
    Task<string?> RenewAsync(CancellationToken cancellation);

    /// <summary>Whether nobody is there who could tell what is new.</summary>
    Task<bool> IsAloneAsync(CancellationToken cancellation);

    /// <summary>Asks the authority itself.</summary>
    /// <returns>Why it could not be asked; null: it has answered.</returns>
    Task<string?> AskWhatIsNewAsync(CancellationToken cancellation);
}
